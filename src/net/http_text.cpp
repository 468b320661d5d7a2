#include "net/http_text.h"

#include <fmt/format.h>

namespace salon::net {

namespace {

// A line break in a value would begin another field.
void append_field(std::string& text, std::string_view name, std::string_view value) {
    text.append(name).append(": ");
    for (const char c : value) {
        if (static_cast<unsigned char>(c) >= ' ' || c == '\t') text += c;
    }
    text.append("\r\n");
}

}  // namespace

bool is_bodyless(int status) { return status < 200 || status == 204 || status == 304; }

std::string response_head(const HttpResponse& response, BodyKind body, bool keep_alive) {
    auto text = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
    for (const auto& [name, value] : response.headers.all()) append_field(text, name, value);
    if (body == BodyKind::Chunked) append_field(text, "Transfer-Encoding", "chunked");
    if (body == BodyKind::Counted && !is_bodyless(response.status)) {
        append_field(text, "Content-Length", std::to_string(response.body.size()));
    }
    append_field(text, "Connection", keep_alive ? "keep-alive" : "close");
    return text + "\r\n";
}

std::string request_text(std::string_view method, std::string_view target, std::string_view host,
                         const HttpHeaders& headers, std::string_view body) {
    auto text = fmt::format("{} {} HTTP/1.1\r\n", method, target);
    append_field(text, "Host", host);
    for (const auto& [name, value] : headers.all()) append_field(text, name, value);
    if (!body.empty()) append_field(text, "Content-Length", std::to_string(body.size()));
    append_field(text, "Connection", "close");
    text.append("\r\n").append(body);
    return text;
}

std::string chunk(std::string_view piece) {
    return fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
}

}  // namespace salon::net
