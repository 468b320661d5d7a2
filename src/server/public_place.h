// The name under which the world knows this server, as a request tells it.
#pragma once

#include <optional>
#include <string>

#include "net/http.h"

namespace salon::server {

/// The public address by which the world reached us, for URLs in what we answer: "host",
/// "host:port" and the path in front of ours. Proxies tell it by X-Forwarded-Host and
/// X-Forwarded-Prefix; else it is the Host that was asked for.
///
/// Returns  nothing when it is no host a URL could name: somebody plays tricks with headers
std::optional<std::string> public_place(const net::HttpHeaders& headers);

}  // namespace salon::server
