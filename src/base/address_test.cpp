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

TEST(TransportAddress, PutsBracketsAroundV6) {
    EXPECT_EQ((TransportAddress{*IpAddress::parse("::1"), 80}).text(), "[::1]:80");
}

}  // namespace
}  // namespace salon
