#include "net/udp_port.h"

#include <atomic>
#include <utility>
#include <vector>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include "net/udp_socket.h"

namespace salon::net {

namespace asio = boost::asio;

namespace {
constexpr int batches_per_turn = 4;  // Then the other coroutines of the loop have theirs.
}

class UdpPort::Socket : public std::enable_shared_from_this<Socket> {
public:
    Socket(const Executor& loop, TransportAddress local, PortUse use, OnDatagram on_datagram)
        : socket_(local, use),
          readable_(loop, socket_.native()),
          on_datagram_(std::move(on_datagram)) {}

    void listen() {
        reading_ = false;
        readable_.async_wait(asio::posix::descriptor_base::wait_read,
                             [weak = weak_from_this()](const boost::system::error_code& error) {
                                 const auto self = weak.lock();
                                 if (!self || error || self->shut_) return;
                                 const ListensAgain again{*self};
                                 self->read_all();
                             });
    }

    // Nothing is read or sent any more, even if somebody up the stack holds us. What was sent just
    // before still goes: it is the goodbye.
    void shut() {
        flush();
        shut_ = true;
        readable_.close();
    }

    void send(Datagram datagram) {
        unsent_.push_back(std::move(datagram));
        if (reading_) return;  // Leaves when the batch is done.
        if (unsent_.size() >= datagrams_per_call) return flush();
        if (unsent_.size() > 1) return;  // A flush is on its way.
        asio::post(readable_.get_executor(), [weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->flush();
        });
    }

    TransportAddress local() const { return socket_.local(); }

    UdpCounts counts() const {
        return {.received = received_.load(std::memory_order_relaxed),
                .sent = sent_.load(std::memory_order_relaxed),
                .dropped_too_long = too_long_.load(std::memory_order_relaxed),
                .dropped_on_send = not_sent_.load(std::memory_order_relaxed)};
    }

private:
    struct ListensAgain {  // Whatever is thrown at us.
        Socket& socket;
        ~ListensAgain() {
            socket.flush();
            if (!socket.shut_) socket.listen();
        }
    };

    void read_all() {
        reading_ = true;
        for (int batch = 0; batch < batches_per_turn && !shut_; ++batch) {
            const auto datagrams = socket_.receive();
            for (const auto& datagram : datagrams) tell(datagram);
            flush();
            if (datagrams.size() < datagrams_per_call) return;
        }
    }

    void tell(const Received& datagram) {
        if (shut_) return;
        received_.fetch_add(1, std::memory_order_relaxed);
        if (datagram.cut) {
            too_long_.fetch_add(1, std::memory_order_relaxed);
        } else {
            on_datagram_(datagram.bytes, datagram.from);
        }
    }

    void flush() {
        if (unsent_.empty() || shut_) return;
        const auto datagrams = std::exchange(unsent_, {});
        const auto sent = socket_.send(datagrams);
        sent_.fetch_add(sent, std::memory_order_relaxed);
        not_sent_.fetch_add(datagrams.size() - sent, std::memory_order_relaxed);
    }

    UdpSocket socket_;
    asio::posix::stream_descriptor readable_;  // Owns the socket's number and closes it.
    OnDatagram on_datagram_;
    std::vector<Datagram> unsent_;  // At most one turn's answers: flushed after each batch.
    bool reading_ = false;
    bool shut_ = false;
    std::atomic<std::uint64_t> received_ = 0;
    std::atomic<std::uint64_t> sent_ = 0;
    std::atomic<std::uint64_t> too_long_ = 0;
    std::atomic<std::uint64_t> not_sent_ = 0;
};

UdpPort::UdpPort(Loop& loop, TransportAddress local, OnDatagram on_datagram, PortUse use)
    : socket_(std::make_shared<Socket>(loop.executor(), local, use, std::move(on_datagram))) {
    asio::post(loop.executor(), [socket = socket_] { socket->listen(); });
}

UdpPort::~UdpPort() { socket_->shut(); }

void UdpPort::send(Datagram datagram) { socket_->send(std::move(datagram)); }
TransportAddress UdpPort::local() const { return socket_->local(); }
UdpCounts UdpPort::counts() const { return socket_->counts(); }

}  // namespace salon::net
