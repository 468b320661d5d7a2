#include "base/address.h"

#include <gtest/gtest.h>

namespace salon {
namespace {

TEST(IpAddress, ReadsAndWritesBothFamilies) {
    EXPECT_EQ(IpAddress::parse("192.0.2.1")->text(), "192.0.2.1");
    EXPECT_EQ(IpAddress::parse("2001:db8::1")->text(), "2001:db8::1");
    EXPECT_EQ(IpAddress::parse("192.0.2.1")->bytes().size(), 4u);
    EXPECT_EQ(IpAddress::parse("2001:db8::1")->bytes().size(), 16u);
}

TEST(IpAddress, IsNeverAName) {
    EXPECT_FALSE(IpAddress::parse("3b1f.local"));
    EXPECT_FALSE(IpAddress::parse(""));
    EXPECT_FALSE(IpAddress::parse("192.0.2.1.5"));
}

TEST(IpAddress, TreatsMappedAddressesAsV4) {
    EXPECT_EQ(IpAddress::parse("::ffff:192.0.2.1"), IpAddress::parse("192.0.2.1"));
}

TEST(IpAddress, KnowsLoopback) {
    EXPECT_TRUE(IpAddress::parse("127.0.0.1")->is_loopback());
    EXPECT_TRUE(IpAddress::parse("::1")->is_loopback());
    EXPECT_FALSE(IpAddress::parse("10.0.0.1")->is_loopback());
}

TEST(IpAddress, KnowsHowFarItReaches) {
    const auto scope = [](std::string_view text) { return IpAddress::parse(text)->scope(); };
    for (const auto* nobody : {"0.0.0.0", "0.1.2.3", "240.0.0.1", "::", "::5", "::7f00:1"}) {
        EXPECT_EQ(scope(nobody), Scope::Nobody) << nobody;
    }
    for (const auto* loopback : {"127.0.0.1", "127.255.0.1", "::1", "::ffff:127.0.0.1"}) {
        EXPECT_EQ(scope(loopback), Scope::Loopback) << loopback;
    }
    for (const auto* link : {"169.254.169.254", "fe80::1", "febf::1"}) {
        EXPECT_EQ(scope(link), Scope::LinkLocal) << link;
    }
    for (const auto* home :
         {"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "fc00::1",
          "fdff::1", "fec0::1", "64:ff9b:1::1", "::ffff:10.0.0.1"}) {
        EXPECT_EQ(scope(home), Scope::Private) << home;
    }
    for (const auto* many : {"224.0.0.1", "239.255.255.250", "255.255.255.255", "ff02::fb"}) {
        EXPECT_EQ(scope(many), Scope::Multicast) << many;
    }
    for (const auto* global : {"8.8.8.8", "172.15.0.1", "172.32.0.1", "169.253.0.1", "100.128.0.1",
                               "192.0.2.1", "2001:db8::1", "64:ff9b::808:808"}) {
        EXPECT_EQ(scope(global), Scope::Global) << global;
    }
}

TEST(TransportAddress, PutsBracketsAroundV6) {
    EXPECT_EQ((TransportAddress{*IpAddress::parse("::1"), 80}).text(), "[::1]:80");
}

}  // namespace
}  // namespace salon
