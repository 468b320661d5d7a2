#include "sctp/outbound.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::sctp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::uint32_t wide = 1'000'000;

class OutboundTest : public testing::Test {
protected:
    void SetUp() override { outbound.open(wide, true); }

    bool push(std::size_t size, OutgoingMessage message = {}) {
        message.ppid = 51;
        message.bytes = ByteBuffer(size, 'x');
        return outbound.push(std::move(message));
    }

    // All that may leave now: TSNs of data, and FORWARD-TSNs as negative numbers.
    std::vector<std::int64_t> send() {
        std::vector<std::int64_t> numbers;
        for (;;) {
            PacketBuilder packet(1, 2, 3, 1160);
            outbound.fill(packet, now);
            if (packet.empty()) return numbers;
            const auto bytes = packet.finish();
            const auto parsed = parse_packet(bytes);
            for (const auto& chunk : parsed->chunks) {
                if (const auto* data = std::get_if<DataChunk>(&chunk)) numbers.push_back(data->tsn);
                if (const auto* forward = std::get_if<ForwardTsnChunk>(&chunk)) {
                    numbers.push_back(-static_cast<std::int64_t>(forward->cumulative));
                }
            }
        }
    }

    Outbound::Verdict ack(std::uint32_t cumulative, std::vector<SackChunk::Gap> gaps = {},
                          std::uint32_t window = wide) {
        return outbound.acknowledged(
            SackChunk{.cumulative = cumulative, .window = window, .gaps = std::move(gaps)}, now);
    }

    Moment now = start;
    Outbound outbound{first_tsn(100), 100'000, 1160};
};

TEST_F(OutboundTest, SendsWhatItsWindowAllowsAndTheRestOnAcknowledgement) {
    EXPECT_TRUE(push(20'000));
    EXPECT_THAT(send(), ElementsAre(100, 101, 102, 103));  // 4404 bytes, RFC 9260 §7.2.1.
    EXPECT_THAT(send(), IsEmpty());
    ack(101);
    EXPECT_THAT(send(), SizeIs(3));  // Two that arrived and one by which slow start grew.
}

TEST_F(OutboundTest, NeverCutsCrumbsOffAMessage) {
    push(1000);
    push(1000);
    EXPECT_THAT(send(), ElementsAre(100, 101));
}

TEST_F(OutboundTest, SharesAPacketAmongSmallMessages) {
    push(100);
    push(100);
    PacketBuilder packet(1, 2, 3, 1160);
    outbound.fill(packet, now);
    const auto bytes = packet.finish();
    const auto parsed = parse_packet(bytes);
    ASSERT_THAT(parsed->chunks, SizeIs(2));
    EXPECT_FALSE(std::get<DataChunk>(parsed->chunks[0]).immediate);
    EXPECT_TRUE(std::get<DataChunk>(parsed->chunks[1]).immediate);  // The last: answer at once.
}

TEST_F(OutboundTest, CountsEveryMessageAgainstItsQueue) {
    EXPECT_TRUE(push(100'000 - Outbound::message_overhead));
    EXPECT_FALSE(push(1));
    EXPECT_EQ(outbound.queued(), 100'000u);
}

TEST_F(OutboundTest, SendsAgainAfterThreeReportsOfAGap) {
    push(4000);
    EXPECT_THAT(send(), ElementsAre(100, 101, 102, 103));
    now += 20ms;
    ack(99, {{2, 2}});
    ack(99, {{2, 3}});
    EXPECT_THAT(send(), IsEmpty());
    ack(99, {{2, 4}});
    EXPECT_THAT(send(), ElementsAre(100));
    ack(103);
    EXPECT_TRUE(outbound.idle());
    EXPECT_EQ(outbound.deadline(), never);
}

TEST_F(OutboundTest, SendsAgainWhenNothingIsHeard) {
    push(100);
    send();
    EXPECT_EQ(outbound.deadline(), start + rto_initial);
    now = outbound.deadline();
    outbound.timed_out(now);
    EXPECT_THAT(send(), ElementsAre(100));
    EXPECT_EQ(outbound.deadline(), now + 2 * rto_initial);
}

TEST_F(OutboundTest, LearnsTheRoundTrip) {
    for (int i = 0; i < 30; ++i) {
        push(10);
        send();
        now += 100ms;
        ack(static_cast<std::uint32_t>(100 + i));
    }
    EXPECT_EQ(outbound.rto().value(), rto_min);
    push(10);
    send();
    EXPECT_EQ(outbound.deadline(), now + rto_min);
}

TEST_F(OutboundTest, LearnsNothingFromChunksSentTwice) {
    push(10);
    send();
    outbound.timed_out(now += 500ms);
    send();
    ack(100);
    EXPECT_EQ(outbound.rto().value(), rto_initial);
}

TEST_F(OutboundTest, HonoursTheReceiversWindow) {
    outbound.open(1500, true);
    push(10'000);
    EXPECT_THAT(send(), ElementsAre(100));
    ack(100, {}, 0);
    EXPECT_THAT(send(), ElementsAre(101));  // One probes a closed window.
    EXPECT_TRUE(outbound.window_closed());
}

TEST_F(OutboundTest, IgnoresOldAndRefusesImpossibleAcknowledgements) {
    push(100);
    send();
    EXPECT_EQ(ack(98), Outbound::Verdict::NoNews);
    EXPECT_EQ(ack(101), Outbound::Verdict::Impossible);
    EXPECT_EQ(ack(100), Outbound::Verdict::Progress);
    EXPECT_EQ(ack(100), Outbound::Verdict::NoNews);
}

TEST_F(OutboundTest, ReadsGapsThatLieOnlyOnce) {
    push(4000);
    send();
    const std::vector<SackChunk::Gap> lies = {{2, 1}, {3, 65535}, {1, 2}, {0, 0}};
    for (const auto& gap : lies) ack(99, {gap, gap, gap});
    push(4000);
    EXPECT_EQ(ack(103), Outbound::Verdict::Progress);
}

TEST_F(OutboundTest, GivesUpAfterTheRetransmissionsAChannelAllows) {
    push(100, {.retransmissions_max = 1});
    push(100);
    EXPECT_THAT(send(), ElementsAre(100, 101));
    outbound.timed_out(now += 1s);
    EXPECT_THAT(send(), ElementsAre(100, 101));
    outbound.timed_out(now += 1s);
    EXPECT_THAT(send(), ElementsAre(-100, 101));
    ack(101);
    EXPECT_TRUE(outbound.idle());
}

TEST_F(OutboundTest, KeepsEverythingForAPeerThatCannotSkip) {
    outbound.open(wide, false);
    push(100, {.retransmissions_max = 0});
    send();
    outbound.timed_out(now += 1s);
    EXPECT_THAT(send(), ElementsAre(100));
}

TEST_F(OutboundTest, NeverSendsWhatExpiredInTheQueue) {
    push(100, {.expires = start + 10ms});
    push(100);
    now += 10ms;
    EXPECT_THAT(send(), ElementsAre(100));
    EXPECT_EQ(outbound.queued(), 100 + Outbound::message_overhead);
}

TEST_F(OutboundTest, TellsThePeerToSkipTheRestOfAnExpiredMessage) {
    push(20'000, {.expires = start + 10ms});
    EXPECT_THAT(send(), ElementsAre(100, 101, 102, 103));
    now += 10ms;
    ack(103);
    EXPECT_THAT(send(), ElementsAre(-104));
    ack(104);
    EXPECT_TRUE(outbound.idle());
}

TEST_F(OutboundTest, NumbersEachStreamByItself) {
    push(10, {.stream = 1});
    push(10, {.stream = 2});
    send();
    EXPECT_TRUE(outbound.uses(1));
    ack(100);
    EXPECT_FALSE(outbound.uses(1));
    EXPECT_TRUE(outbound.uses(2));
}

}  // namespace
}  // namespace salon::sctp
