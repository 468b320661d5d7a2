#include "flow/trendline.h"

#include <gtest/gtest.h>

#include "flow/overuse_detector.h"

namespace salon::flow {
namespace {

/// Groups that leave every 20 ms, the way growing longer by `grows` from each to the next.
class TrendlineTest : public testing::Test {
protected:
    Usage judged(int groups, Duration grows) {
        for (int i = 0; i < groups; ++i) {
            arrived += 20ms + grows;
            const GroupStep step{.sent = 20ms, .arrived = 20ms + grows, .at = arrived};
            trend = trendline.trend(step);
            detector.judge(trend, step);
        }
        return detector.usage();
    }

    Trendline trendline;
    OveruseDetector detector;
    Duration arrived{0};
    double trend = 0;
};

TEST_F(TrendlineTest, IsSilentBeforeItHasSeenTwentyGroups) {
    judged(19, 2ms);
    EXPECT_EQ(trend, 0);
    judged(1, 2ms);
    EXPECT_GT(trend, 0);
}

TEST_F(TrendlineTest, IsFlatWhereTheWayKeepsItsLength) {
    EXPECT_EQ(judged(100, 0ms), Usage::Normal);
    EXPECT_EQ(trend, 0);
}

TEST_F(TrendlineTest, CallsAGrowingQueueOveruseAndAnEmptyingOneUnderuse) {
    judged(60, 0ms);
    EXPECT_EQ(judged(30, 3ms), Usage::Over);
    EXPECT_EQ(judged(30, -3ms), Usage::Under);
    EXPECT_EQ(judged(120, 0ms), Usage::Normal);
}

TEST_F(TrendlineTest, SlowGrowthIsNone) { EXPECT_EQ(judged(100, 100us), Usage::Normal); }

}  // namespace
}  // namespace salon::flow
