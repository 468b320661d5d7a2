#include "session/tcp_door.h"

#include <array>
#include <map>
#include <optional>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "ice/tcp_frames.h"
#include "net/endpoint.h"
#include "net/expiry.h"
#include "net/spawn.h"
#include "net/stream.h"
#include "stun/message.h"

namespace salon::session {

namespace asio = boost::asio;
using asio::ip::tcp;

class TcpDoor::Hall : public std::enable_shared_from_this<Hall> {
public:
    Hall(const net::Executor& executor, OnVisitor on_visitor)
        : executor_(executor), on_visitor_(std::move(on_visitor)) {}

    void open(net::TcpListener port) {
        port_.emplace(std::move(port));
        net::spawn(executor_, "session", accept_all(shared_from_this()));
    }

    void close() {
        if (port_) port_->close();
        on_visitor_ = {};
    }

    TcpDoorCounts counts() const {
        return {.taken = taken_.load(std::memory_order_relaxed),
                .refused = refused_.load(std::memory_order_relaxed)};
    }

    void welcome(tcp::socket socket) {
        boost::system::error_code gone;
        const auto from = net::from_endpoint(socket.remote_endpoint(gone));
        auto& of_this_address = strangers_by_ip_[from.ip];
        if (gone || strangers_ == strangers_max || of_this_address == strangers_each_max) {
            refused_.fetch_add(1, std::memory_order_relaxed);
            if (of_this_address == 0) strangers_by_ip_.erase(from.ip);
            return;
        }
        ++strangers_;
        ++of_this_address;
        net::tune(socket);
        Visitor visitor{.socket = std::move(socket), .from = from, .said = {}, .ufrag = {}};
        net::spawn(executor_, "session", greet(shared_from_this(), std::move(visitor)));
    }

private:
    static Task<> accept_all(std::shared_ptr<Hall> self) {
        for (;;) {
            auto socket = co_await self->port_->accept();
            if (!socket) co_return;
            self->welcome(std::move(*socket));
        }
    }

    static Task<> greet(std::shared_ptr<Hall> self, Visitor visitor) {
        co_await hear_name(visitor);
        --self->strangers_;
        const auto same = self->strangers_by_ip_.find(visitor.from.ip);
        if (--same->second == 0) self->strangers_by_ip_.erase(same);
        const bool taken =
            !visitor.ufrag.empty() && self->on_visitor_ && self->on_visitor_(std::move(visitor));
        auto& count = taken ? self->taken_ : self->refused_;
        count.fetch_add(1, std::memory_order_relaxed);
    }

    /// Reads until the first datagram is whole. The ufrag stays empty unless it is a check.
    static Task<> hear_name(Visitor& visitor) {
        auto& socket = visitor.socket;
        const net::Expiry expiry(socket.get_executor(), patience, [&socket] { socket.close(); });
        std::array<std::uint8_t, ice::TcpFrames::frame_size_max> room;
        ice::TcpFrames frames;
        for (;;) {
            const auto into = asio::buffer(room);
            const auto [error, size] =
                co_await socket.async_read_some(into, asio::as_tuple(asio::use_awaitable));
            if (error || !socket.is_open()) co_return;
            const auto bytes = Bytes(room).first(size);
            visitor.said.insert(visitor.said.end(), bytes.begin(), bytes.end());
            frames.push(bytes);
            const auto first = frames.next();
            if (first) {
                const auto ufrag = stun::request_ufrag(*first);
                if (ufrag) visitor.ufrag = *ufrag;
                co_return;
            }
            if (frames.broken() || visitor.said.size() > 2 * room.size()) co_return;
        }
    }

    net::Executor executor_;
    std::optional<net::TcpListener> port_;
    OnVisitor on_visitor_;
    std::size_t strangers_ = 0;
    std::map<IpAddress, std::size_t> strangers_by_ip_;
    std::atomic<std::uint64_t> taken_ = 0;
    std::atomic<std::uint64_t> refused_ = 0;
};

TcpDoor::TcpDoor(net::Loop& loop, OnVisitor on_visitor)
    : hall_(std::make_shared<Hall>(loop.executor(), std::move(on_visitor))) {}

TcpDoor::~TcpDoor() { hall_->close(); }

void TcpDoor::open(net::TcpListener port) { hall_->open(std::move(port)); }
void TcpDoor::welcome(tcp::socket socket) { hall_->welcome(std::move(socket)); }
TcpDoorCounts TcpDoor::counts() const { return hall_->counts(); }

}  // namespace salon::session
