// HTTP/1.1 messages and WebSocket frames on one connection: what Beast does for us, seen through
// coroutines and plain values. Beast is included in wire.cpp and nowhere else (its layers take a
// minute to compile). No limits of time here: who waits here closes the wire when patience ends.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "net/http.h"
#include "net/stream.h"
#include "net/websocket.h"

namespace salon::net {

enum class WireError { Gone, Malformed, HeaderTooLarge, BodyTooLarge };

struct RequestHead {
    std::string method;
    std::string target;
    HttpHeaders headers;
    std::optional<std::uint64_t> length;  ///< Of the body, where the client said so.
    bool http_1_0 = false;
    bool keep_alive = true;
    bool wants_websocket = false;
    bool wants_continue = false;  ///< It waits for "100 Continue" before it sends the body.
};

class WebSocketWire {
public:
    class Frames;
    explicit WebSocketWire(std::unique_ptr<Frames> frames);
    WebSocketWire(WebSocketWire&&) noexcept;
    ~WebSocketWire();

    Executor executor();
    /// One reader, one writer and one closer at a time.
    Task<Result<WsMessage, WsClosed>> read();
    /// False when the connection is gone. `message` must live until then.
    Task<bool> write(const WsMessage& message);
    Task<> close(std::uint16_t code, std::string reason);
    void drop();

private:
    std::unique_ptr<Frames> frames_;
};

struct UpgradeRefused {
    int status = 0;  ///< 0: no HTTP answer came.
    std::string what;
};

class HttpWire {
public:
    explicit HttpWire(std::unique_ptr<Stream> stream);
    HttpWire(const HttpWire&) = delete;
    HttpWire& operator=(const HttpWire&) = delete;
    ~HttpWire();

    Executor executor();

    /// Waits until the peer has begun to say something; false when it is gone.
    Task<bool> wait_for_bytes();

    /// A request's head; `body_max` is the most that any body may have.
    Task<Result<RequestHead, WireError>> read_head(std::size_t header_max, std::size_t body_max);
    /// The body of the request whose head was read.
    Task<Result<std::string, WireError>> read_body(std::size_t body_max);
    /// The answer to a request we wrote.
    Task<Result<HttpResponse, WireError>> read_response(bool to_head, std::size_t body_max);

    /// False when the connection is gone. `bytes` must live until then.
    Task<bool> write(std::string_view bytes);

    /// Says yes to the upgrade whose head was read. The wire is empty afterwards.
    Task<std::optional<WebSocketWire>> accept_websocket(WsLimits limits);
    /// Asks for an upgrade. The wire is empty afterwards.
    Task<Result<WebSocketWire, UpgradeRefused>> ask_websocket(std::string host, std::string target,
                                                              HttpHeaders headers, WsLimits limits);

    /// Says that nothing more comes and lets the peer hear it: hears it out for a moment, then
    /// ends.
    Task<> part();
    void drop();

private:
    class Messages;
    std::unique_ptr<Messages> messages_;
};

}  // namespace salon::net
