// Servers that help two ends meet, in the words of the W3C's RTCConfiguration: what a page hands to
// its RTCPeerConnection, and what our own side uses. `credential` is a secret: never log it.
//
//   RtcConfiguration{.ice_servers = {{.urls = {"turn:relay.example.org:3478?transport=tcp"},
//                                     .username = "ada", .credential = "…"}}}
//
// Values only; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace salon::turn {

struct IceServer {
    std::vector<std::string> urls;  ///< `stun:`, `turn:` or `turns:` (RFC 7064, RFC 7065).
    std::string username{};         ///< For `turn:` and `turns:` only.
    std::string credential{};

    friend bool operator==(const IceServer&, const IceServer&) = default;
};

/// Which paths may be used: any, or only those through a relay.
enum class IceTransportPolicy { All, Relay };

struct RtcConfiguration {
    std::vector<IceServer> ice_servers{};
    IceTransportPolicy ice_transport_policy = IceTransportPolicy::All;

    friend bool operator==(const RtcConfiguration&, const RtcConfiguration&) = default;
};

enum class ServerKind { Stun, Turn };
/// How we reach the server; between the relay and the peer it is always UDP.
enum class Transport { Udp, Tcp, Tls };

struct ServerUrl {
    ServerKind kind = ServerKind::Stun;
    std::string host;  ///< A name or an address, lower case; IPv6 without its brackets.
    std::uint16_t port = 3478;
    Transport transport = Transport::Udp;

    friend bool operator==(const ServerUrl&, const ServerUrl&) = default;
};

/// Takes one of IceServer's urls apart.
///
/// Errors  what is wrong with it and what would be right, in words; holds no secret
Result<ServerUrl, std::string> parse_server_url(std::string_view url);

}  // namespace salon::turn
