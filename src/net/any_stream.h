// A Stream as Asio's and Beast's templates want one: one type for them all.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include "net/stream.h"
#include "net/task.h"

namespace salon::net {

class AnyStream {
public:
    using executor_type = Executor;

    explicit AnyStream(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}

    executor_type get_executor() { return stream_->executor(); }
    Stream& stream() { return *stream_; }

    /// Gives bytes back: they are read again before those of the stream.
    void unread(std::string bytes) { unread_ = std::move(bytes); }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        auto begin = [](auto handler, AnyStream* self, boost::asio::mutable_buffer into) {
            IoHandler boxed(std::move(handler), self->get_executor());
            if (self->unread_.empty()) return self->stream_->read_some(into, std::move(boxed));
            const auto size = boost::asio::buffer_copy(into, boost::asio::buffer(self->unread_));
            self->unread_.erase(0, size);
            boost::asio::post(self->get_executor(), [boxed = std::move(boxed), size]() mutable {
                boxed(boost::system::error_code(), size);
            });
        };
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            begin, token, this, first_of(buffers));
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        auto begin = [](auto handler, AnyStream* self, WritePieces pieces) {
            self->stream_->write_some(pieces, IoHandler(std::move(handler), self->get_executor()));
        };
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            begin, token, this, WritePieces(buffers));
    }

private:
    template <class Buffers>
    static boost::asio::mutable_buffer first_of(const Buffers& buffers) {
        auto from = boost::asio::buffer_sequence_begin(buffers);
        const auto end = boost::asio::buffer_sequence_end(buffers);
        for (; from != end; ++from) {
            const boost::asio::mutable_buffer one(*from);
            if (one.size() > 0) return one;
        }
        return {};
    }

    std::unique_ptr<Stream> stream_;
    std::string unread_;
};

/// Ends sending, and hears the peer out for two seconds: closing at once, with its bytes unread,
/// would reset the connection and could take our last words back from it.
Task<> linger(AnyStream& stream);

}  // namespace salon::net
