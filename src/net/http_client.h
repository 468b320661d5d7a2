// One HTTP exchange with a server, for settings that live elsewhere (relays, tokens, models).
#pragma once

#include <string>

#include "net/http.h"
#include "net/tls.h"
#include "net/websocket_client.h"

namespace salon::net {

struct FetchOptions {
    std::string url;
    std::string method = "GET";
    HttpHeaders headers;
    std::string body;
    Duration timeout = 10s;
    std::size_t body_max = 4u << 20;
    TlsTrust trust;
};

/// Asks and gives back the whole answer, whatever its status. Redirects are not followed.
///
/// Errors  ConnectError; Kind::Refused with status 0 when the answer is no HTTP or too large
/// Thread  strand; does not block
Task<Result<HttpResponse, ConnectError>> fetch(FetchOptions options);

}  // namespace salon::net
