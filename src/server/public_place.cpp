#include "server/public_place.h"

#include <algorithm>
#include <string_view>

#include "net/url.h"

namespace salon::server {

namespace {

constexpr std::size_t prefix_max = 256;

/// What the first of several proxies said.
std::string_view first_of(std::string_view list) {
    auto first = list.substr(0, list.find(','));
    while (first.ends_with(' ')) first.remove_suffix(1);
    return first;
}

bool is_prefix(std::string_view path) {
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               std::string_view("/-._~").find(c) != std::string_view::npos;
    };
    return path.empty() ||
           (path.front() == '/' && path.size() <= prefix_max && std::ranges::all_of(path, allowed));
}

}  // namespace

std::optional<std::string> public_place(const net::HttpHeaders& headers) {
    const auto forwarded = first_of(headers.get("X-Forwarded-Host"));
    const auto host = forwarded.empty() ? headers.get("Host") : forwarded;
    const auto url = net::parse_url("wss://" + std::string(host));
    // The parser tells a host from the path, the query and the user name that may stand around it.
    if (!url || url->target != "/" || host.find_first_of("/?#") != host.npos) return std::nullopt;
    auto prefix = first_of(headers.get("X-Forwarded-Prefix"));
    while (prefix.ends_with('/')) prefix.remove_suffix(1);
    if (!is_prefix(prefix)) return std::nullopt;
    return url->host_header() + std::string(prefix);
}

}  // namespace salon::server
