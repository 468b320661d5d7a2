// A connection, without saying which kind: plain TCP or TLS. Erasing the kind here is what keeps
// Beast's many layers from being compiled once for each.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "net/executor.h"

namespace salon::net {

/// Any completion handler of a read or write, with its executor and cancellation slot.
class IoHandler {
public:
    using executor_type = Executor;
    using cancellation_slot_type = boost::asio::cancellation_slot;

    template <class Handler>
    IoHandler(Handler handler, const Executor& io)
        : executor_(boost::asio::get_associated_executor(handler, io)),
          slot_(boost::asio::get_associated_cancellation_slot(handler)),
          boxed_(std::make_unique<Box<Handler>>(std::move(handler))) {}

    executor_type get_executor() const noexcept { return executor_; }
    cancellation_slot_type get_cancellation_slot() const noexcept { return slot_; }

    void operator()(const boost::system::error_code& error, std::size_t size) {
        std::exchange(boxed_, nullptr)->call(error, size);
    }

private:
    struct Boxed {
        virtual ~Boxed() = default;
        virtual void call(const boost::system::error_code& error, std::size_t size) = 0;
    };
    template <class Handler>
    struct Box final : Boxed {
        explicit Box(Handler h) : handler(std::move(h)) {}
        void call(const boost::system::error_code& error, std::size_t size) override {
            auto last_use = std::move(handler);
            last_use(error, size);
        }
        Handler handler;
    };

    Executor executor_;
    cancellation_slot_type slot_;
    std::unique_ptr<Boxed> boxed_;
};

/// A few buffers that leave in one system call: a frame's head and its body.
class WritePieces {
public:
    template <class Buffers>
    explicit WritePieces(const Buffers& buffers) {
        auto from = boost::asio::buffer_sequence_begin(buffers);
        const auto end = boost::asio::buffer_sequence_end(buffers);
        for (; from != end && size_ < pieces_.size(); ++from) pieces_[size_++] = *from;
    }
    const boost::asio::const_buffer* begin() const { return pieces_.data(); }
    const boost::asio::const_buffer* end() const { return pieces_.data() + size_; }

private:
    std::array<boost::asio::const_buffer, 4>
        pieces_;  // What does not fit leaves with the next call.
    std::size_t size_ = 0;
};

class Stream {
public:
    virtual ~Stream() = default;
    virtual Executor executor() = 0;
    virtual void read_some(boost::asio::mutable_buffer into, IoHandler handler) = 0;
    virtual void write_some(WritePieces pieces, IoHandler handler) = 0;
    /// Tells the peer that nothing more comes; reading goes on.
    virtual void finish_sending() = 0;
    /// Ends both ways at once; what waits ends with an error.
    virtual void close() = 0;
};

std::unique_ptr<Stream> tcp_stream(boost::asio::ip::tcp::socket socket);

/// No Nagle; a peer that vanished is noticed within a minute; no more than a moment's data waits in
/// the kernel, where it could only get old.
void tune(boost::asio::ip::tcp::socket& socket);

}  // namespace salon::net
