// Where datagrams come from and go to: a transport address (RFC 8445: IP address, port), and by
// which of our own legs.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/strong.h"

namespace salon {

/// How far an address reaches.
enum class Scope {
    Nobody,     ///< Unspecified, reserved, or "this network".
    Loopback,   ///< This machine.
    LinkLocal,  ///< This wire; cloud providers' metadata services live here.
    Private,    ///< Behind somebody's NAT (RFC 1918, 6598, 4193).
    Multicast,  ///< Many at once, broadcast too.
    Global,
};

/// IPv4 or IPv6. Both are kept as 16 bytes; IPv4 as ::ffff:a.b.c.d, so that comparing is simple.
class IpAddress {
public:
    IpAddress() = default;
    static IpAddress v4(std::uint32_t host_order);
    static IpAddress v6(const std::array<std::uint8_t, 16>& bytes);
    /// From "192.0.2.1" or "2001:db8::1". Names (such as mDNS `.local`) give nothing.
    static std::optional<IpAddress> parse(std::string_view text);

    bool is_v4() const;
    bool is_loopback() const { return scope() == Scope::Loopback; }
    Scope scope() const;
    /// 4 or 16 bytes in network order, as STUN and SDP carry them.
    Bytes bytes() const;
    std::string text() const;

    friend auto operator<=>(const IpAddress&, const IpAddress&) = default;

private:
    std::array<std::uint8_t, 16> bytes_{};
};

struct TransportAddress {
    IpAddress ip;
    std::uint16_t port = 0;

    /// "192.0.2.1:7860" or "[2001:db8::1]:7860".
    std::string text() const;
    friend auto operator<=>(const TransportAddress&, const TransportAddress&) = default;
};

/// Our end of a way: the local socket a datagram leaves by or came in by (RFC 8445: the base). A
/// session numbers its own: 0 is the UDP port all callers share, an allocation at a relay or an
/// ICE-TCP connection is a further one.
struct LegTag;
using Leg = Strong<LegTag, std::uint16_t>;
inline constexpr Leg shared_port{0};

/// One way between us and an address of the peer's.
struct Path {
    TransportAddress remote;
    Leg leg = shared_port;

    friend auto operator<=>(const Path&, const Path&) = default;
};

/// A datagram that wants to leave.
struct Datagram {
    ByteBuffer bytes;
    TransportAddress to;
    Leg leg = shared_port;
};

inline constexpr std::size_t datagram_size_max = 1200;  ///< What we send; fits every path we know.

}  // namespace salon

template <>
struct std::hash<salon::TransportAddress> {
    std::size_t operator()(const salon::TransportAddress& address) const;
};
