#include "rtp/rtx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace salon::rtp {
namespace {

using testing::ElementsAre;

constexpr RtxStream rtx{.ssrc = Ssrc(20), .payload_type = PayloadType(97)};
const Header original{.marker = true,
                      .payload_type = PayloadType(96),
                      .sequence = 0x1234,
                      .timestamp = 90'000,
                      .ssrc = Ssrc(10)};

TEST(Rtx, PutsTheOriginalNumberInFrontOfThePayload) {
    const ByteBuffer mid{'0'}, payload{7, 8};
    const auto packet = write_packet(original, {{.id = 1, .value = mid}}, payload);
    const auto wrapped = wrap_rtx(packet, rtx, 5);
    ASSERT_TRUE(wrapped);
    const auto view = parse_packet(*wrapped);
    EXPECT_EQ(view->header.ssrc, rtx.ssrc);
    EXPECT_EQ(view->header.payload_type, rtx.payload_type);
    EXPECT_EQ(view->header.sequence, 5);
    EXPECT_EQ(view->header.timestamp, 90'000U);
    EXPECT_TRUE(view->header.marker);
    EXPECT_THAT(*view->extensions.find(1), ElementsAre('0'));
    EXPECT_THAT(view->payload, ElementsAre(0x12, 0x34, 7, 8));
}

TEST(Rtx, GivesTheOriginalBack) {
    const ByteBuffer payload{7, 8};
    const auto wrapped = *wrap_rtx(write_packet(original, {}, payload), rtx, 5);
    const auto view = unwrap_rtx(*parse_packet(wrapped), original.ssrc, original.payload_type);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->header, original);
    EXPECT_THAT(view->payload, ElementsAre(7, 8));
}

TEST(Rtx, TellsProbesFromRetransmissions) {
    const ByteBuffer number{0x12, 0x34}, half{0x12};
    for (const Bytes payload : {Bytes(), Bytes(half), Bytes(number)}) {
        const auto probe = write_packet(original, {}, payload);
        EXPECT_FALSE(unwrap_rtx(*parse_packet(probe), Ssrc(10), PayloadType(96)));
    }
}

TEST(Rtx, RefusesToWrapWhatIsNoPacket) { EXPECT_FALSE(wrap_rtx(ByteBuffer{0x80}, rtx, 5)); }

}  // namespace
}  // namespace salon::rtp
