#include "server/addresses.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "base/handle.h"

namespace salon::server {

namespace {

std::optional<IpAddress> address_of(const sockaddr* address) {
    if (!address) return std::nullopt;
    if (address->sa_family == AF_INET) {
        sockaddr_in four{};
        std::memcpy(&four, address, sizeof four);
        return IpAddress::v4(ntohl(four.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6) return std::nullopt;
    sockaddr_in6 six{};
    std::memcpy(&six, address, sizeof six);
    if (IN6_IS_ADDR_LINKLOCAL(&six.sin6_addr)) return std::nullopt;
    std::array<std::uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), &six.sin6_addr, bytes.size());
    return IpAddress::v6(bytes);
}

}  // namespace

std::vector<IpAddress> interface_addresses() {
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0) return {};
    const Handle<ifaddrs, freeifaddrs> all(first);
    std::vector<IpAddress> found;
    for (const auto* one = all.get(); one; one = one->ifa_next) {
        const auto address = (one->ifa_flags & IFF_UP) ? address_of(one->ifa_addr) : std::nullopt;
        if (address && !std::ranges::count(found, *address)) found.push_back(*address);
    }
    std::stable_partition(found.begin(), found.end(),
                          [](const auto& it) { return !it.is_loopback(); });
    return found;
}

}  // namespace salon::server
