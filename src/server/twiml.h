// What Twilio is to do with a telephone call that comes in, in its own words (TwiML).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/http.h"

namespace salon::server {

/// The public address by which the world reached us, for URLs in what we answer: "host",
/// "host:port" and the path in front of ours. Proxies tell it by X-Forwarded-Host and
/// X-Forwarded-Prefix; else it is the Host that was asked for.
///
/// Returns  nothing when it is no host a URL could name: somebody plays tricks with headers
std::optional<std::string> public_place(const net::HttpHeaders& headers);

/// Greets the caller and connects it to the WebSocket of `place`; takes leave when that ends.
std::string connecting_twiml(std::string_view place);
/// Says a sentence and hangs up.
std::string declining_twiml(std::string_view sentence);

}  // namespace salon::server
