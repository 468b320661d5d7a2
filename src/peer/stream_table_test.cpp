#include "peer/stream_table.h"

#include <gtest/gtest.h>

namespace salon::peer {
namespace {

using sdp::MediaKind;

class StreamTableTest : public testing::Test {
protected:
    static std::vector<sdp::MediaPlan> plans() {
        sdp::MediaPlan audio;
        audio.mid = "0";
        audio.kind = MediaKind::Audio;
        audio.opus_pt = 111;
        audio.remote_ssrc = 1000;
        audio.extensions.mid = 4;
        audio.extensions.transport_cc = 3;
        audio.feedback.transport_cc = true;
        sdp::MediaPlan video;
        video.mid = "1";
        video.kind = MediaKind::Video;
        video.vp8_pt = 96;
        video.vp8_rtx_pt = 97;
        video.extensions.mid = 7;
        return {audio, video};
    }

    static rtp::PacketView packet(std::uint32_t ssrc, std::uint8_t type) {
        rtp::PacketView view;
        view.header.ssrc = rtp::Ssrc(ssrc);
        view.header.payload_type = rtp::PayloadType(type);
        return view;
    }

    StreamTable table{plans()};
};

TEST_F(StreamTableTest, KnowsTheAnnouncedStreamsWhateverTheirPayloadType) {
    EXPECT_EQ(table.sort(packet(1000, 5)), MediaKind::Audio);
}

TEST_F(StreamTableTest, LearnsAStreamFromItsMid) {
    auto first = packet(2000, 5);
    first.extensions = {{.id = 7, .value = as_bytes("1")}};
    EXPECT_EQ(table.sort(first), MediaKind::Video);
    EXPECT_EQ(table.sort(packet(2000, 5)), MediaKind::Video);
}

TEST_F(StreamTableTest, ReadsTheMidByEachSectionsOwnId) {
    auto misplaced = packet(2000, 5);
    misplaced.extensions = {{.id = 4, .value = as_bytes("1")}};
    EXPECT_EQ(table.sort(misplaced), std::nullopt);
}

TEST_F(StreamTableTest, GuessesByPayloadTypeWhenOnlyOneSectionHasIt) {
    EXPECT_EQ(table.sort(packet(3000, 97)), MediaKind::Video);
    EXPECT_EQ(table.sort(packet(3001, 111)), MediaKind::Audio);
    EXPECT_EQ(table.sort(packet(3002, 0)), std::nullopt);

    auto both = plans();
    both[1].vp8_pt = 111;
    StreamTable ambiguous(both);
    EXPECT_EQ(ambiguous.sort(packet(3000, 111)), std::nullopt);
}

TEST_F(StreamTableTest, FindsTheTransportNumberOfStreamsItDoesNotKnow) {
    auto probe = packet(4000, 5);
    const ByteBuffer number{0x12, 0x34};
    probe.extensions = {{.id = 3, .value = number}};
    EXPECT_EQ(table.transport_sequence(probe), 0x1234);
    EXPECT_EQ(table.transport_sequence(packet(4000, 5)), std::nullopt);
}

TEST_F(StreamTableTest, LearnsNoMoreThanItsLimit) {
    for (std::uint32_t ssrc = 0; ssrc < 100; ++ssrc) {
        auto named = packet(10'000 + ssrc, 5);
        named.extensions = {{.id = 7, .value = as_bytes("1")}};
        EXPECT_EQ(table.sort(named), MediaKind::Video);
    }
    EXPECT_EQ(table.sort(packet(10'000 + 30, 5)), MediaKind::Video);
    EXPECT_EQ(table.sort(packet(10'000 + 31, 5)), std::nullopt);
}

}  // namespace
}  // namespace salon::peer
