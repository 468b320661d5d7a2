// What a WebSocket is made of: its wire, the message that has arrived, and those that wait to
// leave.
//
// Two coroutines live here and share it: a reader, which is always one message ahead so that pings
// are answered and the end is noticed at once, and a writer, which lives while something waits.
#pragma once

#include <deque>
#include <optional>

#include "net/signal.h"
#include "net/wire.h"

namespace salon::net {

class WebSocket::Core : public std::enable_shared_from_this<Core> {
public:
    Core(WebSocketWire wire, WsLimits limits)
        : wire_(std::move(wire)), limits_(limits), changed_(wire_.executor()) {}

    /// Spawns the reader. Once, before anything else.
    void start();

    Task<Result<WsMessage, WsClosed>> read();
    Task<bool> send(WsMessage message);
    Task<> close(std::uint16_t code, std::string reason);
    void drop();

    std::size_t unsent() const { return unsent_; }
    bool open() const { return !ended_ && !closing_; }

private:
    static Task<> read_all(std::shared_ptr<Core> self);
    static Task<> write_all(std::shared_ptr<Core> self);
    static Task<> hear_why(std::shared_ptr<Core> self);
    static Task<> say_goodbye(std::shared_ptr<Core> self, std::uint16_t code, std::string reason);
    void end(WsClosed closed);

    WebSocketWire wire_;
    WsLimits limits_;
    Signal changed_;  // Arrived, taken, written, ended.
    std::optional<WsMessage> arrived_;
    std::deque<WsMessage>
        waiting_;  // At most limits_.unsent_max bytes; the first is being written.
    std::size_t unsent_ = 0;
    std::uint64_t queued_ = 0;   // Messages ever queued,
    std::uint64_t written_ = 0;  // and of these, written.
    bool writing_ = false;
    bool closing_ = false;
    std::optional<WsClosed> ended_;
};

}  // namespace salon::net
