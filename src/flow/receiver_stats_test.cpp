#include "flow/receiver_stats.h"

#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::flow {
namespace {

class ReceiverStatsTest : public testing::Test {
protected:
    void arrive(std::initializer_list<std::int64_t> numbers) {
        for (const auto number : numbers) {
            stats.arrived(rtp::Sequence(number), number * 960, start + number * 20ms);
        }
    }
    rtp::ReportBlock report(Moment now = start) { return *stats.take_report(now); }

    ReceiverStats stats{rtp::Ssrc(5), 48'000};
};

TEST_F(ReceiverStatsTest, ReportsNothingBeforeTheFirstPacket) {
    EXPECT_FALSE(stats.take_report(start));
    arrive({1});
    EXPECT_TRUE(stats.take_report(start));
}

TEST_F(ReceiverStatsTest, CountsLossesOfTheIntervalAndOfAll) {
    arrive({1, 2, 4});
    EXPECT_EQ(report().fraction_lost, 64);  // One of four.
    arrive({5, 6});
    const auto block = report();
    EXPECT_EQ(block.fraction_lost, 0);
    EXPECT_EQ(block.packets_lost, 1);
    EXPECT_EQ(stats.packets_received(), 5U);
}

TEST_F(ReceiverStatsTest, TakesBackALossThatOnlyCameLate) {
    arrive({1, 3});
    EXPECT_EQ(report().packets_lost, 1);
    arrive({2});
    const auto block = report();
    EXPECT_EQ(block.packets_lost, 0);
    EXPECT_EQ(block.fraction_lost, 0);
}

TEST_F(ReceiverStatsTest, TellsATotalLossAsAlmostAll) {
    arrive({1});
    report();
    arrive({1001});
    EXPECT_EQ(report().fraction_lost, 255);
}

TEST_F(ReceiverStatsTest, ExtendsTheHighestSequenceAcrossWraps) {
    arrive({65'535, 65'536 + 7});
    EXPECT_EQ(report().highest_sequence, 0x1'0007U);
}

TEST_F(ReceiverStatsTest, TellsHowLongAgoASenderReportCame) {
    arrive({1});
    EXPECT_EQ(report().last_report, 0U);
    stats.sender_report({.ntp = {.value = 0x1122'3344'5566'7788}}, start);
    const auto block = report(start + 500ms);
    EXPECT_EQ(block.last_report, 0x3344'5566U);
    EXPECT_EQ(block.delay_since_report, 0x8000U);
}

}  // namespace
}  // namespace salon::flow
