#include "net/sockaddr.h"

#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace salon::net {

namespace {

constexpr std::array<std::uint8_t, 12> v4_mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

template <class Kind>
void store(const Kind& address, KernelAddress& into) {
    std::memcpy(&into.storage, &address, sizeof(address));
    into.size = sizeof(address);
}

}  // namespace

std::optional<KernelAddress> to_kernel(const TransportAddress& address, int family) {
    const auto bytes = address.ip.bytes();
    KernelAddress kernel;
    if (family == AF_INET) {
        if (!address.ip.is_v4()) return std::nullopt;
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(address.port);
        std::memcpy(&v4.sin_addr, bytes.data(), 4);
        store(v4, kernel);
        return kernel;
    }
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(address.port);
    auto* to = v6.sin6_addr.s6_addr;
    if (address.ip.is_v4()) to = std::ranges::copy(v4_mapped, to).out;
    std::ranges::copy(bytes, to);
    store(v6, kernel);
    return kernel;
}

TransportAddress from_kernel(const sockaddr_storage& storage) {
    if (storage.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &storage, sizeof(v4));
        return {.ip = IpAddress::v4(ntohl(v4.sin_addr.s_addr)), .port = ntohs(v4.sin_port)};
    }
    sockaddr_in6 v6{};
    std::memcpy(&v6, &storage, sizeof(v6));
    std::array<std::uint8_t, 16> bytes{};
    std::copy_n(v6.sin6_addr.s6_addr, bytes.size(), bytes.begin());
    return {.ip = IpAddress::v6(bytes), .port = ntohs(v6.sin6_port)};
}

}  // namespace salon::net
