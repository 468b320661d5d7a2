#include "turn/ice_server.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/address.h"

namespace salon::turn {
namespace {

constexpr std::size_t url_size_max = 300;  // A name of 253 letters, and all around it.

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
    std::string copy(text);
    std::ranges::transform(copy, copy.begin(), lower);
    return copy;
}

/// What stands before the first `mark`; `text` keeps what stands after it.
std::string_view take_until(std::string_view& text, char mark) {
    const auto end = std::min(text.find(mark), text.size());
    const auto before = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return before;
}

bool is_host_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

/// "name", "name:1", "[::1]" or "[::1]:1". The port stays as it is when none is said.
bool read_host_and_port(std::string_view text, ServerUrl& url) {
    if (text.starts_with('[')) {
        text.remove_prefix(1);
        if (text.find(']') == text.npos) return false;
        url.host = take_until(text, ']');
        const auto ip = IpAddress::parse(url.host);
        if (!ip || ip->is_v4() || (!text.empty() && text.front() != ':')) return false;
        if (text.empty()) return true;
        text.remove_prefix(1);
    } else {
        const bool has_port = text.find(':') != text.npos;
        url.host = take_until(text, ':');
        if (url.host.empty() || !std::ranges::all_of(url.host, is_host_letter)) return false;
        if (!has_port) return true;
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), url.port);
    return error == std::errc() && end == text.data() + text.size() && url.port != 0;
}

/// What an url may begin with, and what that means.
struct Scheme {
    std::string_view name;
    ServerUrl meaning;
};

std::optional<Scheme> scheme_of(std::string_view name) {
    if (name == "stun") return Scheme{name, {ServerKind::Stun, {}, 3478, Transport::Udp}};
    if (name == "turn") return Scheme{name, {ServerKind::Turn, {}, 3478, Transport::Udp}};
    if (name == "turns") return Scheme{name, {ServerKind::Turn, {}, 5349, Transport::Tls}};
    return std::nullopt;
}

}  // namespace

Result<ServerUrl, std::string> parse_server_url(std::string_view text) {
    if (text.size() > url_size_max) return fail(std::string("an ICE server's url is too long"));
    const auto wrong = [text](std::string_view why) {
        return fail(fmt::format("ICE server \"{}\": {}", text, why));
    };
    const auto whole = lowered(text);
    std::string_view rest = whole;
    const auto scheme = scheme_of(take_until(rest, ':'));
    if (!scheme) return wrong("must begin with stun:, turn: or turns:");
    auto url = scheme->meaning;
    if (!read_host_and_port(take_until(rest, '?'), url)) {
        return wrong("after the colon comes host or host:port, as in turn:relay.example.org:3478");
    }
    if (rest.empty()) return url;
    if (url.kind == ServerKind::Stun) return wrong("a stun: url has no ?transport");
    if (rest == "transport=tcp") {
        if (url.transport == Transport::Udp) url.transport = Transport::Tcp;
        return url;
    }
    if (rest != "transport=udp") return wrong("?transport is udp or tcp");
    if (url.transport == Transport::Tls) {
        return wrong("DTLS to a relay is not spoken here; leave ?transport=udp out");
    }
    return url;
}

}  // namespace salon::turn
