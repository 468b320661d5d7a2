#include "server/socket_traffic.h"

#include <utility>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace salon::server {

namespace {

Task<> taken(std::shared_ptr<session::SocketLine> line, ByteBuffer mu_law) {
    line->receive(mu_law);
    co_return;
}

}  // namespace

std::string in_seconds(Duration length) {
    return fmt::format("{:g} seconds", std::chrono::duration<double>(length).count());
}

SocketTraffic::SocketTraffic(net::Executor front, net::WebSocket& socket)
    : front_(std::move(front)), socket_(socket), changed_(front_) {}

session::SocketWay SocketTraffic::way() {
    return {.send = [self = shared_from_this()](
                        std::string message) { return self->send(std::move(message)); },
            .hang_up =
                [self = shared_from_this()] {
                    boost::asio::post(self->front_, [self] { self->finish(); });
                }};
}

bool SocketTraffic::send(std::string message) {
    const auto size = message.size();
    if (unsent_ + size > unsent_max) return false;
    unsent_ += size;
    boost::asio::dispatch(front_,
                          [self = shared_from_this(), message = std::move(message)]() mutable {
                              self->waiting_.push_back(std::move(message));
                              self->changed_.notify();
                          });
    return true;
}

void SocketTraffic::finish(std::uint16_t code, std::string reason) {
    if (!farewell_) farewell_ = Farewell{.code = code, .reason = std::move(reason)};
    changed_.notify();
}

Task<> SocketTraffic::write_all(std::shared_ptr<SocketTraffic> self) {
    for (;;) {
        while (self->waiting_.empty() && !self->farewell_) co_await self->changed_.wait();
        if (self->waiting_.empty()) break;
        auto message = std::move(self->waiting_.front());
        self->waiting_.pop_front();
        const auto size = message.size();
        const bool sent = co_await self->socket_.send_text(std::move(message));
        self->unsent_ -= size;
        if (!sent) break;
    }
    const auto farewell = self->farewell_.value_or(Farewell{});
    co_await self->socket_.close(farewell.code, farewell.reason);
}

Task<> hand_over(SocketCall call, SocketMedia media) {
    auto taking = taken(std::move(call.line), std::move(media.mu_law));
    co_await boost::asio::co_spawn(call.loop, std::move(taking), boost::asio::use_awaitable);
}

void lose(const SocketCall& call, std::string why) {
    boost::asio::post(call.loop, [line = call.line, why = std::move(why)]() mutable {
        line->lose(std::move(why));
    });
}

}  // namespace salon::server
