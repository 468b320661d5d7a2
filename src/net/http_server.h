// HTTP/1.1 and WebSocket doors on one TCP port.
//
//   HttpServer server(loop, {.local = *address});
//   server.route("GET", "/healthz", [](HttpRequest) -> Task<HttpResponse> {
//       co_return text_response(200, "ok");
//   });
//   server.websocket("/ws", [](WebSocket& socket, HttpRequest request) -> Task<> { ... });
//   server.listen();
//
// Handlers run on the server's loop, one coroutine a connection. A handler that throws is answered
// with 500 and logged. HEAD is answered wherever GET is. Paths that no route knows give 404, known
// paths with another method 405, both as JSON.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/ip/tcp.hpp>

#include "base/time.h"
#include "net/http.h"
#include "net/loop.h"
#include "net/tls.h"
#include "net/websocket.h"

namespace salon::net {

struct HttpServerOptions {
    TransportAddress local;              ///< Port 0 takes a free one.
    std::optional<TlsIdentity> tls;      ///< Set: https and wss.
    std::size_t connections_max = 1024;  ///< More are closed at once.
    std::size_t header_max = 16u << 10;  ///< 431 above.
    Duration header_patience = 10s;      ///< From the first byte to the end of the header.
    Duration idle_patience = 60s;        ///< Between requests of one connection.
    Duration body_patience = 30s;        ///< For a whole body.
    Duration write_patience = 30s;       ///< For a client to take the next 64 KiB.
    WsLimits websocket;
};

struct RouteOptions {
    std::size_t body_max = 1u << 20;  ///< 413 above.
};

struct HttpServerCounts {
    std::size_t connections = 0;  ///< Open now.
    std::uint64_t requests = 0;
    std::uint64_t refused = 0;  ///< Connections above the limit.
};

class HttpServer {
public:
    using Handler = std::function<Task<HttpResponse>(HttpRequest)>;
    using WebSocketHandler = std::function<Task<>(WebSocket&, HttpRequest)>;

    HttpServer(Loop& loop, HttpServerOptions options);
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    /// As `stop`. Not on the loop; or after the loop has stopped.
    ~HttpServer();

    /// Routes are set before `listen`. The longest prefix that fits wins; an exact path wins over
    /// all prefixes. A prefix ends with '/' and also fits itself without it.
    ///
    /// Errors  throws std::invalid_argument when there is such a route already
    void route(std::string method, std::string path, Handler handler, RouteOptions options = {});
    void route_prefix(std::string method, std::string prefix, Handler handler,
                      RouteOptions options = {});
    void websocket(std::string path, WebSocketHandler handler);
    void websocket_prefix(std::string prefix, WebSocketHandler handler);

    /// A first byte no greater than this begins neither a request nor a TLS handshake.
    static constexpr std::uint8_t other_byte_max = 8;
    /// A connection that speaks something else, with all it has said still to be read.
    using OnOther = std::function<void(boost::asio::ip::tcp::socket, TransportAddress from)>;
    /// Who takes these, on the server's loop. Set before `listen`; otherwise they get a 400.
    void others(OnOther on_other);

    /// Errors  throws std::system_error when the address is taken, or when the identity is unusable
    /// Thread  any; does not block
    void listen();

    /// Where it listens, with the real port.
    TransportAddress local() const;

    /// No new connections; idle ones are closed, WebSockets are closed with 1001, running requests
    /// and handlers get `patience` to end and are then cancelled.
    ///
    /// Thread  any but the loop's own; blocks for at most `patience` and a little
    void stop(Duration patience = 2s);

    /// Thread  any; does not block
    HttpServerCounts counts() const;

private:
    class Door;
    std::shared_ptr<Door> door_;
};

}  // namespace salon::net
