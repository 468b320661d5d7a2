// Opens a TCP connection to a named host.
#pragma once

#include <cstdint>
#include <string>

#include "net/stream.h"
#include "net/url.h"
#include "net/websocket_client.h"

namespace salon::net {

/// A connection to `url`'s host, with TLS when the scheme asks for it.
///
/// Errors  NotFound, Unreachable, Tls, Timeout
Task<Result<std::unique_ptr<Stream>, ConnectError>> dial(Url url, TlsTrust trust, Moment deadline);

}  // namespace salon::net
