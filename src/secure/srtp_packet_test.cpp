#include "secure/srtp_packet.h"

#include <gtest/gtest.h>

#include "wire/hex.h"

namespace salon::secure {
namespace {

using testing_wire::from_hex;

TEST(RtpBorder, LiesBehindSourcesAndExtension) {
    EXPECT_EQ(rtp_border(from_hex("8060 0007 00000000 0000002a"))->header_size, 12U);
    const auto full =
        from_hex("9260 0007 00000000 0000002a 00000001 00000002 bede0001 00000000 ff");
    const auto border = rtp_border(full);
    ASSERT_TRUE(border);
    EXPECT_EQ(border->header_size, 28U);
    EXPECT_EQ(border->sequence, 7);
    EXPECT_EQ(border->ssrc, 42U);
    for (std::size_t size = 0; size < 28; ++size) EXPECT_FALSE(rtp_border(Bytes(full).first(size)));
}

TEST(RtpBorder, IsOnlyInVersionTwo) {
    EXPECT_FALSE(rtp_border(from_hex("4060 0007 00000000 0000002a")));
    EXPECT_FALSE(rtp_border(from_hex("c060 0007 00000000 0000002a")));
}

TEST(RtcpSsrc, IsTheFirstPacketsSender) {
    EXPECT_EQ(rtcp_ssrc(from_hex("80c90001 0000002a")), 42U);
    EXPECT_FALSE(rtcp_ssrc(from_hex("80c90001 000000")));
    EXPECT_FALSE(rtcp_ssrc(from_hex("00c90001 0000002a")));
}

TEST(NearestIndex, LooksHalfARoundBothWays) {
    EXPECT_EQ(nearest_index(0x1'0005, 0x0006), 0x1'0006U);
    EXPECT_EQ(nearest_index(0x1'0005, 0xFFFF), 0x0'FFFFU);
    EXPECT_EQ(nearest_index(0x1'0000, 0x7FFF), 0x1'7FFFU);
    EXPECT_EQ(nearest_index(0x1'0000, 0x8000), 0x0'8000U);
    EXPECT_EQ(nearest_index(0x0'FFFF, 0x0000), 0x1'0000U);
    EXPECT_EQ(nearest_index(0x0'0005, 0xFFFF), 0x0'FFFFU);  // Nothing lies below zero.
}

}  // namespace
}  // namespace salon::secure
