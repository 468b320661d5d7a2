// One WebSocket (RFC 6455), the same for client and server: messages in, messages out, and how it
// ended. Pings are answered; none are sent. All of it lives on one strand.
//
//   for (;;) {
//       auto message = co_await socket.read();
//       if (!message) break;  // message.error() tells how it ended
//       std::string answer = "You said " + message->data;
//       co_await socket.send_text(std::move(answer));
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "net/task.h"

namespace salon::net {

/// Close codes of RFC 6455 §7.4.1 that we use by name.
namespace close_code {
inline constexpr std::uint16_t normal = 1000;
inline constexpr std::uint16_t going_away = 1001;
inline constexpr std::uint16_t none_given = 1005;  ///< Never on the wire: the frame had no code.
inline constexpr std::uint16_t dropped = 1006;     ///< Never on the wire: no close frame came.
inline constexpr std::uint16_t bad_payload = 1007;
inline constexpr std::uint16_t policy = 1008;
inline constexpr std::uint16_t too_big = 1009;
inline constexpr std::uint16_t internal_error = 1011;
}  // namespace close_code

struct WsMessage {
    bool text = true;  ///< Else binary. Text is valid UTF-8.
    std::string data;
};

struct WsClosed {
    std::uint16_t code = close_code::dropped;
    std::string reason;  ///< What the peer said; foreign text.
};

struct WsLimits {
    std::size_t message_max = 16u << 20;  ///< Each way. A longer one coming in closes with 1009.
    std::size_t unsent_max = 20u << 20;   ///< Bytes waiting to be sent; refuse.
    Duration write_patience = 30s;        ///< A peer that takes nothing for so long is gone.
    Duration close_patience = 5s;         ///< For the peer's close frame.
};

class WebSocket {
public:
    class Core;
    explicit WebSocket(std::shared_ptr<Core> core) : core_(std::move(core)) {}
    WebSocket(WebSocket&&) noexcept;
    WebSocket& operator=(WebSocket&&) noexcept;
    /// Drops the connection if it is still open; nobody may be waiting in a function of it.
    ~WebSocket();

    /// The next message, or how the connection ended; after that always the end. One reader.
    Task<Result<WsMessage, WsClosed>> read();

    /// Queues a message and waits until the network has taken it. Messages leave in the order of
    /// the calls; several coroutines may wait at once. Returns false, and sends nothing, when the
    /// connection has ended, the message is longer than allowed, or too much waits already.
    Task<bool> send_text(std::string text);
    Task<bool> send_binary(std::string data);

    /// Says why, sends what waits, and waits for the peer's farewell or `close_patience`. A reason
    /// is cut to 123 bytes of whole UTF-8 characters. Messages that arrive meanwhile are dropped
    /// unless somebody reads.
    Task<> close(std::uint16_t code = close_code::normal, std::string reason = {});

    /// Ends at once, without farewell; a waiting `read` returns.
    void drop();

    std::size_t unsent() const;  ///< Bytes that wait to be sent.
    bool open() const;

private:
    std::shared_ptr<Core> core_;
};

/// As much of `reason` as a close frame holds: at most 123 bytes, no broken character.
std::string_view close_reason(std::string_view reason);

}  // namespace salon::net
