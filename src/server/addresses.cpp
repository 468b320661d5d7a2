#include "server/addresses.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

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

/// The host's end of the bridges that Docker, libvirt, LXC and Podman make. A bridge that somebody
/// made by hand ("br0", "br-lan") may well be this machine's way into the world.
bool is_bridge_of_containers(std::string_view name) {
    constexpr std::string_view whole[] = {"docker0", "docker_gwbridge"};
    constexpr std::string_view numbered[] = {"virbr", "lxcbr", "lxdbr", "podman", "cni-podman"};
    const auto all_of = [](std::string_view text, std::string_view letters) {
        return !text.empty() && text.find_first_not_of(letters) == text.npos;
    };
    constexpr std::size_t docker_id_size = 12;
    if (name.starts_with("br-") && name.size() == 3 + docker_id_size) {
        return all_of(name.substr(3), "0123456789abcdef");
    }
    return std::ranges::count(whole, name) > 0 ||
           std::ranges::any_of(numbered, [&](std::string_view begin) {
               return name.starts_with(begin) && all_of(name.substr(begin.size()), "0123456789");
           });
}

using InterfaceAddresses = std::vector<InterfaceAddress>;

InterfaceAddresses of_interfaces(const InterfaceAddresses& all,
                                 const std::vector<std::string>& names) {
    InterfaceAddresses chosen;
    for (const auto& name : names) {
        const auto before = chosen.size();
        std::ranges::copy_if(all, std::back_inserter(chosen),
                             [&](const auto& one) { return one.interface == name; });
        if (chosen.size() > before) continue;
        std::set<std::string_view> there;
        for (const auto& one : all) there.insert(one.interface);
        throw SettingsError(
            fmt::format("--ice-interface {}: no interface of that name has an "
                        "address; there are {}",
                        name, fmt::join(there, ", ")));
    }
    return chosen;
}

/// A machine whose only network is its containers' tells their bridges.
InterfaceAddresses without_bridges(const InterfaceAddresses& all) {
    InterfaceAddresses others;
    std::ranges::copy_if(all, std::back_inserter(others),
                         [](const auto& one) { return !is_bridge_of_containers(one.interface); });
    const bool reachable =
        std::ranges::any_of(others, [](const auto& one) { return !one.address.is_loopback(); });
    return reachable ? others : all;
}

}  // namespace

std::vector<InterfaceAddress> interface_addresses() {
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0) return {};
    const Handle<ifaddrs, freeifaddrs> all(first);
    std::vector<InterfaceAddress> found;
    for (const auto* one = all.get(); one; one = one->ifa_next) {
        const auto address = (one->ifa_flags & IFF_UP) ? address_of(one->ifa_addr) : std::nullopt;
        if (address) found.push_back({.interface = one->ifa_name, .address = *address});
    }
    return found;
}

std::vector<IpAddress> addresses_to_tell(const std::vector<InterfaceAddress>& all,
                                         const Settings& settings) {
    std::vector<IpAddress> told;
    for (const auto& text : settings.public_addresses) told.push_back(*IpAddress::parse(text));
    if (!told.empty()) return told;
    const auto chosen = settings.ice_interfaces.empty()
                            ? without_bridges(all)
                            : of_interfaces(all, settings.ice_interfaces);
    for (const auto& [name, address] : chosen) {
        if (!settings.ipv6 && !address.is_v4()) continue;
        if (!std::ranges::count(told, address)) told.push_back(address);
    }
    if (told.empty()) {
        throw SettingsError(
            "callers can be told no address: name one (--public-address), or allow more of them "
            "(--ice-interface, --no-ipv6)");
    }
    std::ranges::stable_partition(told, [](const auto& it) { return !it.is_loopback(); });
    return told;
}

}  // namespace salon::server
