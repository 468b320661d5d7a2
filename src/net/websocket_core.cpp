#include "net/websocket_core.h"

#include <utility>

#include "net/clock.h"
#include "net/expiry.h"
#include "net/spawn.h"

namespace salon::net {

void WebSocket::Core::start() { spawn(wire_.executor(), "net", read_all(shared_from_this())); }

Task<> WebSocket::Core::read_all(std::shared_ptr<Core> self) {
    for (;;) {
        auto message = co_await self->wire_.read();
        if (!message) {
            self->end(std::move(message.error()));
            co_return;
        }
        while (self->arrived_ && !self->ended_) co_await self->changed_.wait();
        if (self->ended_) co_return;
        self->arrived_ = std::move(*message);
        self->changed_.notify();
    }
}

Task<Result<WsMessage, WsClosed>> WebSocket::Core::read() {
    const auto self = shared_from_this();
    while (!arrived_ && !ended_) co_await changed_.wait();
    if (!arrived_) co_return fail(*ended_);
    auto message = std::move(*arrived_);
    arrived_.reset();
    changed_.notify();
    co_return message;
}

Task<bool> WebSocket::Core::send(WsMessage message) {
    const auto self = shared_from_this();
    const auto size = message.data.size();
    const bool fits = size <= limits_.message_max && unsent_ + size <= limits_.unsent_max;
    if (!open() || !fits) co_return false;
    unsent_ += size;
    waiting_.push_back(std::move(message));
    const auto number = ++queued_;
    if (!writing_) {
        writing_ = true;
        spawn(wire_.executor(), "net", write_all(self));
    }
    while (written_ < number && !ended_) co_await changed_.wait();
    co_return written_ >= number;
}

Task<> WebSocket::Core::write_all(std::shared_ptr<Core> self) {
    while (!self->waiting_.empty() && !self->ended_) {
        const Expiry expiry(self->wire_.executor(), self->limits_.write_patience,
                            [core = self.get()] { core->drop(); });
        const bool written = co_await self->wire_.write(self->waiting_.front());
        if (!written) co_return co_await hear_why(self);
        self->unsent_ -= self->waiting_.front().data.size();
        self->waiting_.pop_front();
        ++self->written_;
        self->changed_.notify();
    }
    self->writing_ = false;
    self->changed_.notify();
}

/// Nothing can be sent any more. The reason is with the reader, or on its way to it: a peer that
/// closes says so before it stops listening.
Task<> WebSocket::Core::hear_why(std::shared_ptr<Core> self) {
    self->closing_ = true;
    const auto until = steady_now() + self->limits_.close_patience;
    while (!self->ended_ && steady_now() < until) co_await self->changed_.wait_until(until);
    self->drop();
}

Task<> WebSocket::Core::close(std::uint16_t code, std::string reason) {
    const auto self = shared_from_this();
    if (open()) {
        closing_ = true;
        spawn(wire_.executor(), "net", say_goodbye(self, code, std::move(reason)));
    }
    while (!ended_) co_await changed_.wait();
}

Task<> WebSocket::Core::say_goodbye(std::shared_ptr<Core> self, std::uint16_t code,
                                    std::string reason) {
    const Expiry expiry(self->wire_.executor(), self->limits_.close_patience,
                        [core = self.get()] { core->drop(); });
    while (self->writing_ && !self->ended_) co_await self->changed_.wait();
    if (self->ended_) co_return;
    std::string cut(close_reason(reason));
    co_await self->wire_.close(code, cut);
    WsClosed closed{.code = code, .reason = std::move(cut)};
    self->end(std::move(closed));
}

void WebSocket::Core::drop() {
    wire_.drop();
    WsClosed closed{.code = close_code::dropped, .reason = "the connection was dropped"};
    end(std::move(closed));
}

void WebSocket::Core::end(WsClosed closed) {
    if (ended_) return;
    ended_ = std::move(closed);
    changed_.notify();
}

}  // namespace salon::net
