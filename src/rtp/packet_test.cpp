#include "rtp/packet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rtp/sample_for_test.h"
#include "world/world.h"

namespace salon::rtp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Header usual{.marker = true,
                   .payload_type = PayloadType(111),
                   .sequence = 0xABCD,
                   .timestamp = 0x01020304,
                   .ssrc = Ssrc(0xDEADBEEF)};

TEST(Packet, ReadsTheFixedHeader) {
    const ByteBuffer bytes{0x80, 0xEF, 0xAB, 0xCD, 1, 2, 3, 4, 0xDE, 0xAD, 0xBE, 0xEF, 7, 8};
    const auto packet = parse_packet(bytes);
    ASSERT_TRUE(packet);
    EXPECT_EQ(packet->header, usual);
    EXPECT_THAT(packet->payload, ElementsAre(7, 8));
    EXPECT_THAT(packet->extensions.all(), IsEmpty());
    EXPECT_EQ(write_packet(usual, {}, packet->payload), bytes);
}

TEST(Packet, SkipsContributingSources) {
    const ByteBuffer bytes{0x81, 0x6F, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 9, 9, 9, 9, 7};
    EXPECT_THAT(parse_packet(bytes)->payload, ElementsAre(7));
}

TEST(Packet, TakesPaddingOff) {
    const ByteBuffer bytes{0xA0, 0x6F, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 7, 0, 0, 3};
    const auto packet = parse_packet(bytes);
    ASSERT_TRUE(packet);
    EXPECT_THAT(packet->payload, ElementsAre(7));
    EXPECT_EQ(packet->padding, 3U);
}

TEST(Packet, MayBeAllPadding) {
    const ByteBuffer bytes{0xA0, 0x6F, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4};
    const auto packet = parse_packet(bytes);
    ASSERT_TRUE(packet);
    EXPECT_THAT(packet->payload, IsEmpty());
}

TEST(Packet, ReadsTheOneByteExtensionsOfRfc8285) {
    // Three elements as in §4.2's example, of 1, 2 and 4 bytes, with padding between.
    const ByteBuffer bytes{0x90, 0x6F, 0,    1,    0,    0,    0, 2, 0,    0, 0, 3, 0xBE, 0xDE, 0,
                           3,    0x10, 0xAA, 0x21, 0xBB, 0xBC, 0, 0, 0x33, 1, 2, 3, 4,    7};
    const auto packet = parse_packet(bytes);
    ASSERT_TRUE(packet);
    EXPECT_THAT(*packet->extensions.find(1), ElementsAre(0xAA));
    EXPECT_THAT(*packet->extensions.find(2), ElementsAre(0xBB, 0xBC));
    EXPECT_THAT(*packet->extensions.find(3), ElementsAre(1, 2, 3, 4));
    EXPECT_FALSE(packet->extensions.find(4));
    EXPECT_THAT(packet->payload, ElementsAre(7));
}

TEST(Packet, ReadsTheTwoByteExtensionsOfRfc8285) {
    const ByteBuffer bytes{0x90, 0x6F, 0, 1, 0, 0,  0, 2,    0, 0, 0, 3, 0x10,
                           0x00, 0,    2, 1, 0, 20, 1, 0xBB, 0, 0, 0, 7};
    const auto packet = parse_packet(bytes);
    ASSERT_TRUE(packet);
    EXPECT_THAT(*packet->extensions.find(1), IsEmpty());
    EXPECT_THAT(*packet->extensions.find(20), ElementsAre(0xBB));
    EXPECT_THAT(packet->payload, ElementsAre(7));
}

TEST(Packet, StopsAtTheReservedExtension15) {
    const ByteBuffer bytes{0x90, 0x6F, 0,    1, 0, 0,    0,    2,    0,    0, 0,
                           3,    0xBE, 0xDE, 0, 1, 0x10, 0xAA, 0xF0, 0xBB, 7};
    EXPECT_EQ(parse_packet(bytes)->extensions.all().size(), 1U);
}

TEST(Packet, StopsAtAnExtension0ThatClaimsALength) {
    const ByteBuffer bytes{0x90, 0x6F, 0,    1, 0, 0,    0,    2,    0,    0, 0,
                           3,    0xBE, 0xDE, 0, 1, 0x10, 0xAA, 0x01, 0xBB, 7};
    EXPECT_EQ(parse_packet(bytes)->extensions.all().size(), 1U);
}

TEST(Packet, KeepsItsPayloadWhenAnExtensionIsBroken) {
    // The element claims 16 bytes; its block has 3.
    const ByteBuffer bytes{0x90, 0x6F, 0,    1, 0, 0,    0, 2, 0, 0, 0,
                           3,    0xBE, 0xDE, 0, 1, 0x1F, 0, 0, 0, 7};
    const auto packet = parse_packet(bytes);
    ASSERT_TRUE(packet);
    EXPECT_THAT(packet->extensions.all(), IsEmpty());
    EXPECT_THAT(packet->payload, ElementsAre(7));
}

TEST(Packet, WritesTwoByteExtensionsOnlyWhereOneByteIsNotEnough) {
    const ByteBuffer sixteen(16), seventeen(17);
    EXPECT_EQ(write_packet(usual, {{.id = 14, .value = sixteen}}, {})[12], 0xBE);
    EXPECT_EQ(write_packet(usual, {{.id = 14, .value = seventeen}}, {})[12], 0x10);
    EXPECT_EQ(write_packet(usual, {{.id = 15, .value = sixteen}}, {})[12], 0x10);
    EXPECT_EQ(write_packet(usual, {{.id = 1, .value = {}}}, {})[12], 0x10);
}

TEST(Packet, ComesBackAsItWasWritten) {
    for (const auto seed : testing_world::seeds(200)) {
        SCOPED_TRACE(seed);
        Random random(seed);
        ByteBuffer payload(random.below(1200)), value(random.below(40));
        random.fill(payload);
        random.fill(value);
        const auto id = static_cast<std::uint8_t>(1 + random.below(20));
        const auto bytes = write_packet(usual, {{.id = id, .value = value}}, payload);
        const auto packet = parse_packet(bytes);
        ASSERT_TRUE(packet);
        EXPECT_EQ(packet->header, usual);
        EXPECT_EQ(to_buffer(packet->payload), payload);
        EXPECT_EQ(to_buffer(*packet->extensions.find(id)), value);
    }
}

TEST(Packet, TellsTheTransportSequence) {
    const ByteBuffer number{0x12, 0x34}, half{0x12};
    const auto whole = write_packet(usual, {{.id = 5, .value = number}}, {});
    EXPECT_EQ(transport_sequence(*parse_packet(whole), 5), 0x1234);
    EXPECT_FALSE(transport_sequence(*parse_packet(whole), 6));
    const auto broken = write_packet(usual, {{.id = 5, .value = half}}, {});
    EXPECT_FALSE(transport_sequence(*parse_packet(broken), 5));
}

TEST(Packet, TakesItsTransportSequenceLast) {
    const ByteBuffer to_come{0, 0}, half{0}, payload{1, 2, 3};
    auto whole = write_packet(usual, {{.id = 5, .value = to_come}}, payload);
    EXPECT_TRUE(set_transport_sequence(whole, 5, 0x1234));
    EXPECT_FALSE(set_transport_sequence(whole, 6, 0xFFFF));
    EXPECT_EQ(transport_sequence(*parse_packet(whole), 5), 0x1234);
    EXPECT_EQ(to_buffer(parse_packet(whole)->payload), payload);
    auto short_one = write_packet(usual, {{.id = 5, .value = half}}, payload);
    EXPECT_FALSE(set_transport_sequence(short_one, 5, 0x1234));
}

TEST(Packet, IsToldFromRtcpByTheSecondByte) {
    EXPECT_FALSE(is_rtcp(ByteBuffer{0x80, 191}));
    EXPECT_TRUE(is_rtcp(ByteBuffer{0x80, 192}));
    EXPECT_TRUE(is_rtcp(ByteBuffer{0x80, 223}));
    EXPECT_FALSE(is_rtcp(ByteBuffer{0x80, 224}));
    EXPECT_FALSE(is_rtcp(ByteBuffer{0x80}));
}

TEST(Packet, RefusesWhatIsBroken) {
    for (const auto* name : {"header_truncated", "csrc_list_past_end", "extension_past_end",
                             "extension_header_truncated"}) {
        EXPECT_EQ(parse_packet(sample(name)).error(), ParseError::Truncated) << name;
    }
    for (const auto* name : {"version_1", "padding_longer_than_payload", "padding_count_zero",
                             "padding_without_payload"}) {
        EXPECT_EQ(parse_packet(sample(name)).error(), ParseError::Malformed) << name;
    }
}

}  // namespace
}  // namespace salon::rtp
