#include "rtp/rtcp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rtp/sample_for_test.h"
#include "world/world.h"

namespace salon::rtp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::VariantWith;

ByteBuffer bytes_of(std::initializer_list<Rtcp> parts) { return write_rtcp(std::vector(parts)); }

const ReportBlock block{.ssrc = Ssrc(2),
                        .fraction_lost = 64,
                        .packets_lost = -3,
                        .highest_sequence = 0x1'0005,
                        .jitter = 12,
                        .last_report = 0xB705'2000,
                        .delay_since_report = 0x5'4000};

TEST(Rtcp, ComesBackAsItWasWritten) {
    const std::vector<Rtcp> parts{
        SenderReport{.sender = Ssrc(1),
                     .ntp = {.value = 0x1122'3344'5566'7788},
                     .timestamp = 90'000,
                     .packet_count = 10,
                     .octet_count = 1000,
                     .blocks = {block, block}},
        ReceiverReport{.sender = Ssrc(1), .blocks = {block}},
        Sdes{.chunks = {{.ssrc = Ssrc(1), .cname = "salon"}, {.ssrc = Ssrc(2), .cname = "ada"}}},
        Bye{.sources = {Ssrc(1), Ssrc(2)}, .reason = "enough"},
        Bye{.sources = {Ssrc(1)}},
        Nack{.sender = Ssrc(1), .media = Ssrc(2), .lost = {7, 8, 23, 24}},
        Pli{.sender = Ssrc(1), .media = Ssrc(2)},
        Fir{.sender = Ssrc(1), .entries = {{.media = Ssrc(2), .sequence = 9}}},
        Remb{.sender = Ssrc(1), .bitrate = 1'000'000, .media = {Ssrc(2), Ssrc(3)}},
        TransportFeedback{.sender = Ssrc(1),
                          .media = Ssrc(2),
                          .number = 3,
                          .first = 65'535,
                          .reference = -5,
                          .packets = {10, std::nullopt, 300, 299}},
        XrRrtr{.sender = Ssrc(1), .ntp = {.value = 0x1122'3344'5566'7788}},
        XrDlrr{.sender = Ssrc(1),
               .entries = {{.receiver = Ssrc(2), .last_reference = 3, .delay_since_reference = 4}}},
    };
    const auto bytes = write_rtcp(parts);
    EXPECT_EQ(bytes.size() % 4, 0U);
    EXPECT_EQ(parse_rtcp(bytes), parts);
}

TEST(Rtcp, WritesAReceiverReportAsRfc3550LaysItOut) {
    EXPECT_THAT(bytes_of({ReceiverReport{.sender = Ssrc(1), .blocks = {block}}}),
                ElementsAre(0x81, 201, 0, 7, 0, 0, 0, 1,       //
                            0, 0, 0, 2, 64, 0xFF, 0xFF, 0xFD,  //
                            0, 1, 0, 5, 0, 0, 0, 12,           //
                            0xB7, 0x05, 0x20, 0, 0, 0x05, 0x40, 0));
}

TEST(Rtcp, BoundsLossesToTheir24Bits) {
    const auto lost = [](std::int32_t packets) {
        const auto bytes = bytes_of({ReceiverReport{.blocks = {{.packets_lost = packets}}}});
        return std::get<ReceiverReport>(parse_rtcp(bytes)->at(0)).blocks[0].packets_lost;
    };
    EXPECT_EQ(lost(0x7F'FFFF), 0x7F'FFFF);
    EXPECT_EQ(lost(0x80'0000), 0x7F'FFFF);
    EXPECT_EQ(lost(-0x80'0001), -0x80'0000);
}

TEST(Rtcp, PutsSixteenNumbersBesideTheFirstOfANack) {
    const auto entries = [](std::vector<std::uint16_t> lost) {
        return (bytes_of({Nack{.lost = std::move(lost)}}).size() - 12) / 4;
    };
    EXPECT_EQ(entries({10, 26}), 1U);
    EXPECT_EQ(entries({10, 27}), 2U);
    EXPECT_EQ(entries({65'530, 5}), 1U) << "across the wrap";
    EXPECT_EQ(entries({65'530, 11}), 2U);
}

TEST(Rtcp, KeepsTheOrderOfANack) {
    const Nack nack{.lost = {10, 12, 11, 11, 10}};
    EXPECT_THAT(*parse_rtcp(bytes_of({nack})), ElementsAre(VariantWith<Nack>(nack)));
}

TEST(Rtcp, ReadsTheLowestBitOfANackAsTheNextPacket) {
    const ByteBuffer bytes{0x81, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 10, 0x80, 0x01};
    EXPECT_THAT(*parse_rtcp(bytes),
                ElementsAre(VariantWith<Nack>(
                    Nack{.sender = Ssrc(1), .media = Ssrc(2), .lost = {10, 11, 26}})));
}

TEST(Rtcp, RoundsALargeRembDown) {
    const auto bytes = bytes_of({Remb{.bitrate = (1 << 18) + 1}});
    EXPECT_EQ(std::get<Remb>(parse_rtcp(bytes)->at(0)).bitrate, 1U << 18);
}

TEST(Rtcp, PassesOverItemsAndPartsItDoesNotKnow) {
    const ByteBuffer bytes{
        0x81, 202, 0, 3, 0, 0, 0, 1, 2, 1, 'x', 1, 1, 'y', 0, 0,  // SDES: NAME, CNAME.
        0x80, 204, 0, 1, 0, 0, 0, 1,                              // APP.
        0x80, 207, 0, 3, 0, 0, 0, 1, 7, 0, 0,   1, 0, 0,   0, 0,  // XR: VoIP metrics, cut.
        0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0,   2,
    };
    EXPECT_THAT(*parse_rtcp(bytes),
                ElementsAre(VariantWith<Sdes>(Sdes{.chunks = {{.ssrc = Ssrc(1), .cname = "y"}}}),
                            VariantWith<Pli>(Pli{.sender = Ssrc(1), .media = Ssrc(2)})));
}

TEST(Rtcp, TakesPaddingOffTheLastPart) {
    const ByteBuffer bytes{0xA1, 206, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 4};
    EXPECT_THAT(*parse_rtcp(bytes),
                ElementsAre(VariantWith<Pli>(Pli{.sender = Ssrc(1), .media = Ssrc(2)})));
}

TEST(Rtcp, RefusesACompoundWhoseLengthsDoNotAddUp) {
    EXPECT_EQ(parse_rtcp({}).error(), ParseError::Truncated);
    for (const auto* name :
         {"rtcp_length_past_end", "rtcp_header_truncated", "rtcp_second_part_truncated"}) {
        EXPECT_EQ(parse_rtcp(sample(name)).error(), ParseError::Truncated) << name;
    }
    for (const auto* name : {"rtcp_version_1", "rtcp_padding_longer_than_part"}) {
        EXPECT_EQ(parse_rtcp(sample(name)).error(), ParseError::Malformed) << name;
    }
}

TEST(Rtcp, LeavesABrokenPartOutAndKeepsTheOthers) {
    const Pli pli{.sender = Ssrc(1), .media = Ssrc(2)};
    for (const auto* name :
         {"rtcp_report_counts_more_blocks_than_it_has", "rtcp_nack_without_entry",
          "rtcp_pli_truncated", "rtcp_sdes_without_end", "rtcp_remb_bitrate_overflows",
          "rtcp_transport_feedback_deltas_missing", "rtcp_transport_feedback_reserved_symbol",
          "rtcp_transport_feedback_chunks_missing", "rtcp_transport_feedback_65535_packets"}) {
        auto bytes = sample(name);
        EXPECT_THAT(*parse_rtcp(bytes), IsEmpty()) << name;
        const auto after = bytes_of({pli});
        bytes.insert(bytes.end(), after.begin(), after.end());
        EXPECT_THAT(*parse_rtcp(bytes), ElementsAre(VariantWith<Pli>(pli))) << name;
    }
}

TEST(Rtcp, SurvivesAnyDamage) {
    const auto whole = bytes_of({SenderReport{.blocks = {block}}, Sdes{.chunks = {{}}},
                                 TransportFeedback{.packets = {1, std::nullopt, 9000}},
                                 Nack{.lost = {1, 5}}, Remb{.media = {Ssrc(1)}}, XrDlrr{}});
    for (const auto seed : testing_world::seeds(500)) {
        SCOPED_TRACE(seed);
        Random random(seed);
        auto bytes = whole;
        for (int i = 0; i < 8; ++i) {
            bytes[random.below(bytes.size())] = static_cast<std::uint8_t>(random.u16());
        }
        const auto parts = parse_rtcp(bytes);
        if (parts) EXPECT_LE(parts->size(), bytes.size() / 4);
    }
}

}  // namespace
}  // namespace salon::rtp
