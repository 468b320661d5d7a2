#include "net/url.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/address.h"

namespace salon::net {

namespace {

struct Scheme {
    std::string_view name;
    std::uint16_t port;
};
constexpr std::array<Scheme, 4> schemes{{{"http", 80}, {"https", 443}, {"ws", 80}, {"wss", 443}}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
    std::string copy(text);
    std::ranges::transform(copy, copy.begin(), lower);
    return copy;
}

const Scheme* find_scheme(std::string_view name) {
    const auto found = std::ranges::find(schemes, name, &Scheme::name);
    return found == schemes.end() ? nullptr : &*found;
}

bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

bool is_host_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

/// "host", "host:1", "[::1]" or "[::1]:1" into `url`.
bool read_authority(std::string_view authority, Url& url) {
    std::string_view after;
    if (authority.starts_with('[')) {
        const auto end = authority.find(']');
        if (end == authority.npos) return false;
        url.host = lowered(authority.substr(1, end - 1));
        const auto ip = IpAddress::parse(url.host);
        if (!ip || ip->is_v4()) return false;
        after = authority.substr(end + 1);
    } else {
        const auto end = std::min(authority.find(':'), authority.size());
        url.host = lowered(authority.substr(0, end));
        if (url.host.empty() || !std::ranges::all_of(url.host, is_host_letter)) return false;
        after = authority.substr(end);
    }
    if (after.empty()) return true;
    const auto port = after.front() == ':' ? parse_port(after.substr(1)) : std::nullopt;
    url.port = port.value_or(0);
    return port.has_value();
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char letter = lower(c);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

enum class Plus { Plain, Space };

std::optional<std::string> decoded(std::string_view text, Plus plus) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '+' && plus == Plus::Space) c = ' ';
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (c == '\0') return std::nullopt;
        plain += c;
    }
    return plain;
}

/// One slash where there were many, and no "." or ".."; nothing when it leaves the root.
std::optional<std::string> normal_path(std::string_view path) {
    std::vector<std::string_view> segments;
    const bool folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
    while (!path.empty()) {
        const auto end = std::min(path.find('/'), path.size());
        const auto segment = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
        if (segment.empty() || segment == ".") continue;
        if (segment != "..") {
            segments.push_back(segment);
        } else if (segments.empty()) {
            return std::nullopt;
        } else {
            segments.pop_back();
        }
    }
    std::string normal;
    for (const auto segment : segments) normal.append("/").append(segment);
    if (folder || normal.empty()) normal += '/';
    return normal;
}

std::optional<Query> parse_query(std::string_view text) {
    Query query;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto field = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (field.empty()) continue;
        const auto equals = std::min(field.find('='), field.size());
        auto name = decoded(field.substr(0, equals), Plus::Space);
        auto value = decoded(field.substr(std::min(equals + 1, field.size())), Plus::Space);
        if (!name || !value) return std::nullopt;
        query.emplace_back(std::move(*name), std::move(*value));
    }
    return query;
}

}  // namespace

bool Url::loopback() const {
    if (host == "localhost") return true;
    const auto ip = IpAddress::parse(host);
    return ip && ip->is_loopback();
}

std::string Url::host_header() const {
    std::string text = host.find(':') == std::string::npos ? host : "[" + host + "]";
    const auto* known = find_scheme(scheme);
    if (known == nullptr || known->port != port) text += ":" + std::to_string(port);
    return text;
}

std::optional<Url> parse_url(std::string_view text) {
    if (!std::ranges::all_of(text, is_visible)) return std::nullopt;
    const auto colon = text.find("://");
    if (colon == text.npos) return std::nullopt;
    Url url{.scheme = lowered(text.substr(0, colon)), .host = {}, .port = 0, .target = "/"};
    const auto* scheme = find_scheme(url.scheme);
    if (scheme == nullptr) return std::nullopt;
    url.port = scheme->port;
    auto rest = text.substr(colon + 3);
    rest = rest.substr(0, rest.find('#'));
    const auto end = std::min(rest.find_first_of("/?"), rest.size());
    if (!read_authority(rest.substr(0, end), url)) return std::nullopt;
    const auto target = rest.substr(end);
    if (target.starts_with('?')) url.target.append(target);
    if (target.starts_with('/')) url.target = target;
    return url;
}

std::string_view Target::value(std::string_view name) const {
    const auto found = std::ranges::find(query, name, &Query::value_type::first);
    return found == query.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<Target> parse_target(std::string_view target) {
    if (!target.starts_with('/')) return std::nullopt;
    const auto mark = std::min(target.find('?'), target.size());
    const auto plain = decoded(target.substr(0, mark), Plus::Plain);
    if (!plain) return std::nullopt;
    auto path = normal_path(*plain);
    auto query = parse_query(target.substr(std::min(mark + 1, target.size())));
    if (!path || !query) return std::nullopt;
    return Target{.path = std::move(*path), .query = std::move(*query)};
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        const bool plain = is_host_letter(lower(c)) || c == '~';
        if (plain) {
            encoded += c;
        } else {
            encoded.append({'%', digits[byte >> 4], digits[byte & 15]});
        }
    }
    return encoded;
}

}  // namespace salon::net
