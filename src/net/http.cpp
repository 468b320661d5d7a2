#include "net/http.h"

#include <algorithm>
#include <array>

namespace salon::net {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string json_text(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string json = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            json.append({'\\', c});
        } else if (byte < 0x20) {
            json.append("\\u00").append({digits[byte >> 4], digits[byte & 15]});
        } else {
            json += c;
        }
    }
    return json + '"';
}

struct Reason {
    int status;
    std::string_view phrase;
};
constexpr auto reasons = std::to_array<Reason>({
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {413, "Payload Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Entity"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
});

HttpResponse typed(int status, std::string type, std::string body) {
    HttpResponse response;
    response.status = status;
    response.headers.set("Content-Type", std::move(type));
    response.body = std::move(body);
    return response;
}

}  // namespace

std::string_view HttpHeaders::get(std::string_view name) const {
    for (const auto& [field, value] : fields_) {
        if (same_name(field, name)) return value;
    }
    return {};
}

bool HttpHeaders::has(std::string_view name) const {
    return std::ranges::any_of(fields_, [&](const auto& f) { return same_name(f.first, name); });
}

void HttpHeaders::set(std::string_view name, std::string value) {
    std::erase_if(fields_, [&](const auto& field) { return same_name(field.first, name); });
    fields_.emplace_back(name, std::move(value));
}

std::string_view HttpRequest::query_value(std::string_view name) const {
    const auto found = std::ranges::find(query, name, &Query::value_type::first);
    return found == query.end() ? std::string_view() : std::string_view(found->second);
}

HttpResponse text_response(int status, std::string text) {
    return typed(status, "text/plain; charset=utf-8", std::move(text));
}

HttpResponse json_response(int status, std::string json) {
    return typed(status, "application/json", std::move(json));
}

HttpResponse error_response(int status, std::string_view message) {
    return json_response(status, "{\"detail\":" + json_text(message) + "}");
}

std::string_view reason_phrase(int status) {
    const auto found = std::ranges::find(reasons, status, &Reason::status);
    return found == reasons.end() ? "Other" : found->phrase;
}

}  // namespace salon::net
