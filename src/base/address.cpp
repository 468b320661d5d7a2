#include "base/address.h"

#include <arpa/inet.h>

#include <algorithm>

namespace salon {

namespace {
constexpr std::array<std::uint8_t, 12> v4_mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
}

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

bool IpAddress::is_loopback() const {
    if (is_v4()) return bytes_[12] == 127;
    return std::ranges::all_of(Bytes(bytes_).first(15), [](auto byte) { return byte == 0; }) &&
           bytes_[15] == 1;
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
