#include "peer/video_sender.h"

#include <gmock/gmock.h>

#include "peer/outbound.h"
#include "world/start.h"

namespace salon::peer {
namespace {

class VideoSenderTest : public testing::Test {
protected:
    static sdp::MediaPlan plan() {
        sdp::MediaPlan video;
        video.kind = sdp::MediaKind::Video;
        video.vp8_pt = 96;
        video.vp8_rtx_pt = 97;
        video.local_ssrc = 1000;
        video.local_rtx_ssrc = 1001;
        return video;
    }

    void send(std::size_t size, bool keyframe) {
        sender.send({.bytes = ByteBuffer(size), .keyframe = keyframe, .time = {.ticks = ticks}},
                    now);
        ticks += 3000;
    }
    std::vector<rtp::Header> take_all() {
        std::vector<rtp::Header> headers;
        while (const auto packet = sender.take_due(now)) {
            EXPECT_LE(packet->size() + secure::srtp_growth_max, datagram_size_max);
            headers.push_back(rtp::parse_packet(*packet)->header);
        }
        return headers;
    }
    OutboundStats stats() const {
        OutboundStats all;
        sender.add_to(all);
        return all;
    }

    Moment now = start;
    std::int64_t ticks = 0;
    Random random{7};
    VideoSender sender{plan(), random};
};

TEST_F(VideoSenderTest, CutsAFrameAndMarksItsLastPacket) {
    send(3000, true);
    const auto headers = take_all();
    ASSERT_EQ(headers.size(), 3u);
    EXPECT_FALSE(headers[0].marker);
    EXPECT_TRUE(headers[2].marker);
    EXPECT_EQ(headers[0].timestamp, headers[2].timestamp);
    EXPECT_EQ(headers[2].sequence, headers[0].sequence + 2);
    EXPECT_EQ(headers[0].payload_type, rtp::PayloadType(96));
}

TEST_F(VideoSenderTest, LeavesRoomForTheNumberOfWhatIsRepairedByRtx) {
    auto numbered = plan();
    numbered.extensions.transport_cc = 3;
    numbered.feedback.transport_cc = true;
    auto without_rtx = numbered;
    without_rtx.vp8_rtx_pt.reset();
    const auto has_room = [&](const sdp::MediaPlan& section) {
        VideoSender one(section, random);
        one.send({.bytes = ByteBuffer(3000), .keyframe = true}, now);
        auto packet = one.take_due(now);
        return rtp::set_transport_sequence(*packet, 3, 7);
    };
    EXPECT_TRUE(has_room(numbered));
    EXPECT_FALSE(has_room(without_rtx));  // Repeated to the byte: one nonce, one header.
    EXPECT_FALSE(has_room(plan()));
}

TEST_F(VideoSenderTest, BeginsWithAKeyFrameAndWishesForOne) {
    send(100, false);
    EXPECT_TRUE(take_all().empty());
    EXPECT_TRUE(sender.take_key_frame_wish());
    EXPECT_FALSE(sender.take_key_frame_wish());
    send(100, true);
    send(100, false);
    EXPECT_EQ(take_all().size(), 2u);
    EXPECT_EQ(stats().frames_dropped, 1u);
}

TEST_F(VideoSenderTest, WishesAgainOnlyAfterAWhile) {
    send(100, false);
    EXPECT_TRUE(sender.take_key_frame_wish());
    now = start + 499ms;
    send(100, false);
    EXPECT_FALSE(sender.take_key_frame_wish());
    now = start + 500ms;
    send(100, false);
    EXPECT_TRUE(sender.take_key_frame_wish());
}

TEST_F(VideoSenderTest, RefusesAFrameThatFindsNoRoomAndAllUntilTheNextKeyFrame) {
    send(500'000, true);
    send(500'000, false);
    EXPECT_EQ(stats().frames_dropped, 1u);
    send(100, false);
    EXPECT_EQ(stats().frames_dropped, 2u);
    EXPECT_TRUE(sender.take_key_frame_wish());
    send(100, true);
    EXPECT_EQ(stats().frames_sent, 2u);
}

TEST_F(VideoSenderTest, AnswersNacksOnTheRepairStreamAheadOfWhatWaits) {
    send(100, true);
    const auto lost = take_all().at(0);
    send(100'000, false);
    sender.answer({.media = rtp::Ssrc(1000), .lost = {lost.sequence}}, now);
    const auto repair = rtp::parse_packet(*sender.take_due(now))->header;
    EXPECT_EQ(repair.ssrc, rtp::Ssrc(1001));
    EXPECT_EQ(repair.payload_type, rtp::PayloadType(97));
    EXPECT_EQ(stats().retransmissions_sent, 1u);
}

TEST_F(VideoSenderTest, ReportsNothingBeforeTheFirstFrameAndThenThePresentTick) {
    EXPECT_FALSE(sender.report({}, now));
    send(100, true);
    const auto timestamp = take_all().at(0).timestamp;
    const auto report = sender.report({}, now + 100ms);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->timestamp, timestamp + 9000);
    EXPECT_EQ(report->packet_count, 1u);
}

}  // namespace
}  // namespace salon::peer
