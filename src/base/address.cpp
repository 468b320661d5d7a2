#include "base/address.h"

#include <arpa/inet.h>

#include <algorithm>

namespace salon {

namespace {
constexpr std::array<std::uint8_t, 12> v4_mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

// RFC 6890 and its friends.
Scope scope_of_v4(unsigned a, unsigned b, unsigned c, unsigned d) {
    if (a == 0) return Scope::Nobody;
    if (a == 127) return Scope::Loopback;
    if (a == 169 && b == 254) return Scope::LinkLocal;
    if (a == 10 || (a == 172 && (b & 0xf0) == 16) || (a == 192 && b == 168)) return Scope::Private;
    if (a == 100 && (b & 0xc0) == 64) return Scope::Private;
    if ((a & 0xf0) == 224 || (a & b & c & d) == 255) return Scope::Multicast;
    return (a & 0xf0) == 240 ? Scope::Nobody : Scope::Global;
}

}  // namespace

IpAddress IpAddress::v4(std::uint32_t host_order) {
    IpAddress address;
    std::ranges::copy(v4_mapped, address.bytes_.begin());
    for (std::size_t i = 0; i < 4; ++i) {
        address.bytes_[12 + i] = static_cast<std::uint8_t>(host_order >> (24 - 8 * i));
    }
    return address;
}

IpAddress IpAddress::v6(const std::array<std::uint8_t, 16>& bytes) {
    IpAddress address;
    address.bytes_ = bytes;
    return address;
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    const std::string name(text);
    in_addr four{};
    if (inet_pton(AF_INET, name.c_str(), &four) == 1) return v4(ntohl(four.s_addr));
    std::array<std::uint8_t, 16> six{};
    if (inet_pton(AF_INET6, name.c_str(), six.data()) == 1) return v6(six);
    return std::nullopt;
}

bool IpAddress::is_v4() const { return std::ranges::equal(Bytes(bytes_).first(12), v4_mapped); }

Scope IpAddress::scope() const {
    if (is_v4()) return scope_of_v4(bytes_[12], bytes_[13], bytes_[14], bytes_[15]);
    const auto zeros = [this](std::size_t count) {
        return std::ranges::all_of(Bytes(bytes_).first(count), [](auto b) { return b == 0; });
    };
    if (zeros(15) && bytes_[15] == 1) return Scope::Loopback;
    if (zeros(8)) return Scope::Nobody;  // ::, and long-dead ways to spell IPv4 (RFC 4291 §2.5.5).
    if (bytes_[0] == 0xff) return Scope::Multicast;
    if (bytes_[0] == 0xfe && (bytes_[1] & 0xc0) == 0x80) return Scope::LinkLocal;
    if (bytes_[0] == 0xfe && (bytes_[1] & 0xc0) == 0xc0) return Scope::Private;  // Site-local.
    if ((bytes_[0] & 0xfe) == 0xfc) return Scope::Private;
    constexpr std::array<std::uint8_t, 6> local_nat64{0, 0x64, 0xff, 0x9b, 0, 1};  // RFC 8215
    if (std::ranges::equal(Bytes(bytes_).first(6), local_nat64)) return Scope::Private;
    return Scope::Global;
}

Bytes IpAddress::bytes() const { return is_v4() ? Bytes(bytes_).last(4) : Bytes(bytes_); }

std::string IpAddress::text() const {
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    inet_ntop(is_v4() ? AF_INET : AF_INET6, bytes().data(), buffer.data(), buffer.size());
    return buffer.data();
}

std::string TransportAddress::text() const {
    const auto host = ip.is_v4() ? ip.text() : "[" + ip.text() + "]";
    return host + ":" + std::to_string(port);
}

}  // namespace salon

std::size_t std::hash<salon::TransportAddress>::operator()(
    const salon::TransportAddress& address) const {
    std::size_t sum = 0xcbf29ce484222325ULL;  // FNV-1a
    for (const auto byte : address.ip.bytes()) sum = (sum ^ byte) * 0x100000001b3ULL;
    return (sum ^ address.port) * 0x100000001b3ULL;
}
