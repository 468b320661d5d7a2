#include "flow/sender_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world/start.h"
#include "world/world.h"

namespace salon::flow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr rtp::Ssrc ssrc{10};

class SenderStreamTest : public testing::Test {
protected:
    rtp::PacketView send(Bytes payload, Moment now = start) {
        sent = stream.send({.bytes = payload, .timestamp = 3000, .marker = true}, now);
        return *rtp::parse_packet(sent);
    }

    Random random{1};
    ByteBuffer sent;
    SenderStream stream{
        {.ssrc = ssrc,
         .payload_type = rtp::PayloadType(96),
         .rtx = rtp::RtxStream{.ssrc = rtp::Ssrc(11), .payload_type = rtp::PayloadType(97)}},
        random};
};

TEST_F(SenderStreamTest, NumbersItsPacketsInARow) {
    const ByteBuffer payload{1, 2};
    const auto first = send(payload).header;
    EXPECT_EQ(first.ssrc, ssrc);
    EXPECT_EQ(first.payload_type, rtp::PayloadType(96));
    EXPECT_EQ(first.timestamp, 3000U);
    EXPECT_TRUE(first.marker);
    EXPECT_EQ(send(payload).header.sequence, first.sequence + 1);
}

TEST_F(SenderStreamTest, StartsWellBelowTheWrap) {
    for (const auto seed : testing_world::seeds(500)) {
        Random other(seed);
        SenderStream another({.ssrc = ssrc, .payload_type = rtp::PayloadType(96)}, other);
        const auto packet = another.send({}, start);
        EXPECT_LT(rtp::parse_packet(packet)->header.sequence, 1 << 15);
    }
}

TEST_F(SenderStreamTest, SendsAgainThroughRtx) {
    const ByteBuffer payload{1, 2};
    const auto sequence = send(payload).header.sequence;
    const auto again = stream.answer({.media = ssrc, .lost = {sequence}}, start);
    ASSERT_THAT(again, SizeIs(1));
    const auto packet = rtp::parse_packet(again[0]);
    EXPECT_EQ(packet->header.ssrc, rtp::Ssrc(11));
    const auto original = rtp::unwrap_rtx(*packet, ssrc, rtp::PayloadType(96));
    EXPECT_EQ(original->header.sequence, sequence);
    EXPECT_THAT(original->payload, ElementsAre(1, 2));
    EXPECT_EQ(stream.retransmissions(), 1U);
    EXPECT_EQ(stream.stats().packets_sent(), 1U) << "retransmissions are not counted there";
}

TEST_F(SenderStreamTest, SendsAgainAsItWasWithoutRtx) {
    SenderStream plain({.ssrc = ssrc, .payload_type = rtp::PayloadType(96)}, random);
    const auto packet = plain.send({}, start);
    const auto sequence = rtp::parse_packet(packet)->header.sequence;
    EXPECT_THAT(plain.answer({.media = ssrc, .lost = {sequence}}, start), ElementsAre(packet));
}

TEST_F(SenderStreamTest, AnswersNothingItHasNotSent) {
    const auto sequence = send({}).header.sequence;
    const auto other = static_cast<std::uint16_t>(sequence + 1);
    EXPECT_THAT(stream.answer({.media = ssrc, .lost = {other}}, start), IsEmpty());
    EXPECT_THAT(stream.answer({.media = rtp::Ssrc(99), .lost = {sequence}}, start), IsEmpty());
}

TEST_F(SenderStreamTest, LearnsTheRoundTripFromReports) {
    const auto ntp = rtp::NtpTime::from(1000s);
    EXPECT_FALSE(stream.stats().round_trip());
    stream.reported({.ssrc = ssrc}, rtp::NtpTime::from(1001s));
    EXPECT_FALSE(stream.stats().round_trip()) << "that receiver has seen no report of ours";
    stream.reported({.ssrc = ssrc, .last_report = ntp.compact(), .delay_since_report = 32'768},
                    rtp::NtpTime::from(1001s));
    EXPECT_EQ(stream.stats().round_trip(), 500ms);
    EXPECT_TRUE(stream.stats().heard());
}

TEST_F(SenderStreamTest, AnswersOncePerRoundTrip) {
    const auto sequence = send({}).header.sequence;
    stream.reported({.ssrc = ssrc, .last_report = rtp::NtpTime::from(1000s).compact()},
                    rtp::NtpTime::from(1000s + 400ms));
    const rtp::Nack nack{.media = ssrc, .lost = {sequence}};
    EXPECT_THAT(stream.answer(nack, start), SizeIs(1));
    EXPECT_THAT(stream.answer(nack, start + 290ms), IsEmpty());
    EXPECT_THAT(stream.answer(nack, start + 310ms), SizeIs(1));
}

TEST_F(SenderStreamTest, ReportsWhatItSent) {
    const ByteBuffer payload(100);
    send(payload);
    send(payload);
    const rtp::SenderReport report{.sender = ssrc,
                                   .ntp = {.value = 7},
                                   .timestamp = 3000,
                                   .packet_count = 2,
                                   .octet_count = 200};
    EXPECT_EQ(stream.stats().report({.value = 7}, 3000), report);
}

}  // namespace
}  // namespace salon::flow
