// The text of HTTP/1.1 messages that we write.
#pragma once

#include <string>
#include <string_view>

#include "net/http.h"

namespace salon::net {

enum class BodyKind { Counted, Chunked, UntilClose };

/// Status line and fields, with those that say how the body ends and whether the connection stays.
std::string response_head(const HttpResponse& response, BodyKind body, bool keep_alive);

/// A request with its body.
std::string request_text(std::string_view method, std::string_view target, std::string_view host,
                         const HttpHeaders& headers, std::string_view body);

std::string chunk(std::string_view piece);
inline constexpr std::string_view last_chunk = "0\r\n\r\n";

/// Whether a response of this status has no body, whatever it says (RFC 9110 §6.4.1).
bool is_bodyless(int status);

}  // namespace salon::net
