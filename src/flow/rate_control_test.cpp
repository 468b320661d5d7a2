#include "flow/rate_control.h"

#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::flow {
namespace {

constexpr Duration round_trip = 50ms;

class RateControlTest : public testing::Test {
protected:
    /// Feedback every 50 ms; `share` of the rate gets through.
    void run_for(Duration length, Usage usage, double share = 1) {
        for (const auto end = now + length; now < end; now += 50ms) {
            const auto acked =
                static_cast<std::int64_t>(static_cast<double>(control.rate()) * share);
            control.update(usage, acked, round_trip, now);
        }
    }
    double kilobits() const { return static_cast<double>(control.rate()) / 1'000; }

    RateControl control{RateLimits{}};
    Moment now = start;
};

TEST_F(RateControlTest, GrowsByHalfASecondUntilItKnowsTheWay) {
    run_for(1050ms, Usage::Normal);
    EXPECT_NEAR(kilobits(), 750, 1);
    run_for(10s, Usage::Normal);
    EXPECT_EQ(kilobits(), 2'500);
}

TEST_F(RateControlTest, GrowsByAboutAPacketARoundTripAfterwards) {
    run_for(50ms, Usage::Over);
    const auto before = kilobits();
    run_for(1s, Usage::Normal);
    EXPECT_NEAR(kilobits() - before, 50, 10);  // 7 kbit every 150 ms.
}

TEST_F(RateControlTest, FallsBelowWhatGotThroughOnceForEachRoundTrip) {
    control.update(Usage::Over, 400'000, round_trip, now);
    EXPECT_EQ(kilobits(), 340);
    control.update(Usage::Over, 300'000, round_trip, now + 149ms);
    EXPECT_EQ(kilobits(), 340);
    control.update(Usage::Over, 300'000, round_trip, now + 150ms);
    EXPECT_EQ(kilobits(), 255);
}

TEST_F(RateControlTest, OveruseNeverRaisesIt) {
    control.update(Usage::Over, 5'000'000, round_trip, now);
    EXPECT_EQ(kilobits(), 500);
}

TEST_F(RateControlTest, HalvesWhenNothingTellsWhatGotThrough) {
    control.update(Usage::Over, std::nullopt, round_trip, now);
    EXPECT_EQ(kilobits(), 250);
}

TEST_F(RateControlTest, WaitsWhileTheQueueEmpties) {
    run_for(1s, Usage::Under);
    EXPECT_EQ(kilobits(), 500);
}

TEST_F(RateControlTest, GrowsFastAgainWhenTheWayHasBecomeWider) {
    control.update(Usage::Over, 500'000, round_trip, now);
    run_for(1s, Usage::Normal);
    const auto slow = kilobits();
    now += 50ms;
    control.update(Usage::Normal, 900'000, round_trip, now);  // Far above what it carried.
    run_for(1s, Usage::Normal);
    EXPECT_GT(kilobits(), 1.4 * slow);
}

TEST_F(RateControlTest, DoesNotGrowWhereLittleIsUsed) {
    run_for(10s, Usage::Normal, 0.5);
    EXPECT_EQ(kilobits(), 500);
    EXPECT_GE(kilobits(), 0.5 * 500 * 1.5 + 10);
}

TEST_F(RateControlTest, KeepsItsLimits) {
    control.set(1);
    EXPECT_EQ(kilobits(), 50);
    control.set(1'000'000'000);
    EXPECT_EQ(kilobits(), 2'500);
}

}  // namespace
}  // namespace salon::flow
