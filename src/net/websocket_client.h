// Opens a WebSocket to a server: ws:// or wss://, the latter with the server's name verified.
#pragma once

#include <optional>
#include <string>

#include "net/http.h"
#include "net/tls.h"
#include "net/websocket.h"

namespace salon::net {

struct WebSocketOptions {
    std::string url;
    HttpHeaders headers;     ///< Sent with the upgrade; may hold a key, never logged.
    Duration timeout = 10s;  ///< From name lookup to the upgrade's answer.
    WsLimits limits;
    TlsTrust trust;
};

struct ConnectError {
    enum class Kind { BadUrl, NotFound, Unreachable, Tls, Refused, Timeout };
    Kind kind = Kind::Unreachable;
    int http_status = 0;  ///< Refused: what the server answered to the upgrade.
    std::string what;     ///< For logs; may hold foreign text, never the URL.
};
std::string_view to_string(ConnectError::Kind kind);

/// Thread  strand; does not block
Task<Result<WebSocket, ConnectError>> connect_websocket(WebSocketOptions options);

}  // namespace salon::net
