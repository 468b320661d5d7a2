// What passes between a caller's socket, on the front loop, and its line, on its session's.
//
//   in   what the line says, from its loop
//   out  the same on the socket, in that order; the farewell
//
//   auto traffic = std::make_shared<SocketTraffic>(executor, socket);
//   ... a line with traffic->way(), a session; its end calls traffic->finish() ...
//   co_await (hear(socket) && SocketTraffic::write_all(traffic));
//
// Lives on the front loop, but for the way. What waits is bounded by unsent_max; refuse, and the
// line closes.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "net/executor.h"
#include "net/signal.h"
#include "net/websocket.h"
#include "server/socket_messages.h"
#include "session/socket_line.h"

namespace salon::server {

inline constexpr Duration start_patience = std::chrono::seconds(10);  ///< For who calls.
/// "10 seconds", for who is told of a patience.
std::string in_seconds(Duration length);

class SocketTraffic : public std::enable_shared_from_this<SocketTraffic> {
public:
    static constexpr std::size_t unsent_max = 1 << 20;  ///< Bytes: 15 s of the finest sound.

    SocketTraffic(net::Executor front, net::WebSocket& socket);
    SocketTraffic(const SocketTraffic&) = delete;
    SocketTraffic& operator=(const SocketTraffic&) = delete;

    /// The way out for a line, to be called on its loop.
    session::SocketWay way();
    /// Returns false when too much waits already.
    ///
    /// Thread  any; does not block
    bool send(std::string message);

    /// Nothing more is to be said: closes the socket when all that waits has left. What was asked
    /// first counts.
    void finish(std::uint16_t code = net::close_code::normal, std::string reason = {});

    /// Writes until `finish`, or until the socket has ended; then the socket is closed.
    static Task<> write_all(std::shared_ptr<SocketTraffic> self);

private:
    struct Farewell {
        std::uint16_t code;
        std::string reason;
    };

    net::Executor front_;
    net::WebSocket& socket_;  // Used by write_all alone, which ends before it does.
    net::Signal changed_;
    std::deque<std::string> waiting_;
    std::atomic<std::size_t> unsent_ = 0;  // Of waiting_, of what is on its way there or out.
    std::optional<Farewell> farewell_;
};

/// A call by a socket that has begun.
struct SocketCall {
    std::shared_ptr<session::SocketLine> line;
    net::Executor loop;  ///< Where the line lives.
};

/// Gives a piece of the caller's voice to its line, and waits until it is taken: who sends faster
/// than that waits as well.
Task<> hand_over(SocketCall call, SocketMedia media);
/// The caller is gone; the call ends.
void lose(const SocketCall& call, std::string why);

}  // namespace salon::server
