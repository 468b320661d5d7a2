// Addresses of the web (RFC 3986), as far as http, https, ws and wss need them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace salon::net {

struct Url {
    std::string scheme;  ///< "http", "https", "ws" or "wss".
    std::string host;    ///< Lower case; an IPv6 address without its brackets.
    std::uint16_t port = 0;
    std::string target = "/";  ///< Path and query as they are sent.

    bool secure() const { return scheme == "https" || scheme == "wss"; }
    /// True for 127.0.0.0/8, ::1 and the name localhost: nothing leaves the machine.
    bool loopback() const;
    /// "host:port" as the Host header wants it; the port is left out when it is the scheme's own.
    std::string host_header() const;
};

/// Nothing when `text` is no such address: another scheme, user names, no host, control characters.
std::optional<Url> parse_url(std::string_view text);

using Query = std::vector<std::pair<std::string, std::string>>;

struct Target {
    std::string path;  ///< Percent-decoded; repeated slashes are one; no "." or ".." segments.
    Query query;       ///< Percent-decoded, '+' is a space.

    /// The first value of `name`; empty when there is none.
    std::string_view value(std::string_view name) const;
    friend bool operator==(const Target&, const Target&) = default;
};

/// Takes a request target apart. Nothing for a broken escape, a NUL, or a path that leaves the
/// root.
std::optional<Target> parse_target(std::string_view target);

std::string percent_encoded(std::string_view text);

}  // namespace salon::net
