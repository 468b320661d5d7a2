#include "server/addresses.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace salon::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<InterfaceAddress> machine(std::vector<std::pair<std::string, std::string>> interfaces) {
    std::vector<InterfaceAddress> all;
    for (auto& [name, address] : interfaces) all.push_back({name, *IpAddress::parse(address)});
    return all;
}

std::vector<std::string> told(const std::vector<InterfaceAddress>& all,
                              const Settings& settings = {}) {
    std::vector<std::string> texts;
    for (const auto& address : addresses_to_tell(all, settings)) texts.push_back(address.text());
    return texts;
}

std::string complaint(const std::vector<InterfaceAddress>& all, const Settings& settings) {
    try {
        addresses_to_tell(all, settings);
    } catch (const SettingsError& error) {
        return error.what();
    }
    return "none";
}

const auto laptop = machine({{"lo", "127.0.0.1"},
                             {"lo", "::1"},
                             {"docker0", "172.17.0.1"},
                             {"eth0", "192.0.2.2"},
                             {"eth0", "2001:db8::2"},
                             {"wlan0", "198.51.100.7"}});

TEST(AddressesToTell, AreThoseOfTheInterfacesLoopbackLast) {
    EXPECT_THAT(told(laptop),
                ElementsAre("192.0.2.2", "2001:db8::2", "198.51.100.7", "127.0.0.1", "::1"));
    EXPECT_THAT(told(machine({{"eth0", "192.0.2.2"}, {"eth0:1", "192.0.2.2"}})),
                ElementsAre("192.0.2.2"));
}

TEST(AddressesToTell, PassOverTheBridgesOfContainersAndNoOthers) {
    const auto is_told = [](const std::string& name) {
        return told(machine({{"eth0", "192.0.2.2"}, {name, "10.9.8.7"}})).size() == 2;
    };
    for (const auto* bridge : {"docker0", "docker_gwbridge", "br-0a1b2c3d4e5f", "virbr0", "virbr12",
                               "lxcbr0", "lxdbr0", "podman1", "cni-podman0"}) {
        EXPECT_FALSE(is_told(bridge)) << bridge;
    }
    for (const auto* way : {"br0", "br-lan", "br-0a1b2c3d4e5", "br-0a1b2c3d4e5g", "veth0", "virbr",
                            "virbr0x", "docker1", "wg0", "tailscale0", "tun0"}) {
        EXPECT_TRUE(is_told(way)) << way;
    }
}

TEST(AddressesToTell, AreTheBridgesWhereThereIsNothingElse) {
    EXPECT_THAT(told(machine({{"lo", "127.0.0.1"}, {"docker0", "172.17.0.1"}})),
                ElementsAre("172.17.0.1", "127.0.0.1"));
}

TEST(AddressesToTell, AreOfTheInterfacesThatTheOperatorNames) {
    EXPECT_THAT(told(laptop, {.ice_interfaces = {"wlan0", "docker0"}}),
                ElementsAre("198.51.100.7", "172.17.0.1"));
    EXPECT_THAT(complaint(laptop, {.ice_interfaces = {"wlan0", "eth1"}}),
                HasSubstr("--ice-interface eth1: no interface of that name has an address; there "
                          "are docker0, eth0, lo, wlan0"));
}

TEST(AddressesToTell, HaveNoIpv6WhereTheOperatorWantsNone) {
    EXPECT_THAT(told(laptop, {.ipv6 = false}),
                ElementsAre("192.0.2.2", "198.51.100.7", "127.0.0.1"));
    const auto modern = machine({{"eth0", "2001:db8::2"}});
    EXPECT_THAT(complaint(modern, {.ipv6 = false}), HasSubstr("--no-ipv6"));
    EXPECT_EQ(complaint(modern, {}), "none");
}

TEST(AddressesToTell, AreBeforeAllTheOnesThatTheOperatorNames) {
    EXPECT_THAT(told(laptop, {.public_addresses = {"2001:db8::99", "203.0.113.9"},
                              .ice_interfaces = {"eth0"},
                              .ipv6 = false}),
                ElementsAre("2001:db8::99", "203.0.113.9"));
}

TEST(InterfaceAddresses, AreThisMachines) {
    const auto all = interface_addresses();
    EXPECT_THAT(all, Not(IsEmpty()));
    for (const auto& one : all) EXPECT_FALSE(one.interface.empty());
}

}  // namespace
}  // namespace salon::server
