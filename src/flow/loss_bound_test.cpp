#include "flow/loss_bound.h"

#include <gtest/gtest.h>

namespace salon::flow {
namespace {

class LossBoundTest : public testing::Test {
protected:
    /// One judgement: a hundred packets over a second, of which `lost` never came.
    void second(int lost) {
        losses.told(50 - lost / 2, lost / 2, rate(), now);
        losses.told(50 - (lost - lost / 2), lost - lost / 2, rate(), now + 1s);
        now += 1s;
    }
    std::int64_t rate() const {
        return std::min<std::int64_t>(sending, losses.bound().value_or(sending));
    }

    LossBound losses;
    Moment now{1h};
    std::int64_t sending = 1'000'000;
};

TEST_F(LossBoundTest, BoundsNothingWhileLossesAreNoMoreThanATenth) {
    for (int i = 0; i < 10; ++i) second(10);
    EXPECT_FALSE(losses.bound());
}

TEST_F(LossBoundTest, CutsByHalfTheShareThatIsLost) {
    second(0);
    second(20);
    EXPECT_EQ(losses.bound(), 900'000);
}

TEST_F(LossBoundTest, CutsFurtherWhileThatHelps) {
    second(0);
    second(40);
    EXPECT_EQ(losses.bound(), 800'000);
    second(40);  // Left before the cut, for the most part.
    second(25);
    EXPECT_EQ(losses.bound(), 700'000);
}

TEST_F(LossBoundTest, TakesTheCutBackWhereItDoesNotHelp) {
    second(0);
    second(15);
    EXPECT_EQ(losses.bound(), 925'000);
    second(15);
    second(15);
    EXPECT_EQ(losses.bound(), 1'000'000 * 108 / 100);  // None of it is our own: it grows.
    second(15);
    EXPECT_GT(losses.bound(), 1'000'000);
}

TEST_F(LossBoundTest, NoWayIsSoBadThatEverythingIsUnavoidable) {
    for (int i = 0; i < 30; ++i) second(60);
    EXPECT_LT(*losses.bound(), 500'000);
}

TEST_F(LossBoundTest, GrowsAndIsLiftedWhenLossesEnd) {
    second(0);
    second(50);
    ASSERT_EQ(losses.bound(), 750'000);
    sending = 500'000;
    for (int i = 0; i < 3; ++i) second(0);
    EXPECT_GT(losses.bound(), 800'000);
    for (int i = 0; i < 5; ++i) second(0);
    EXPECT_FALSE(losses.bound());
}

TEST_F(LossBoundTest, DrawsNoShareFromAHandfulOfPackets) {
    losses.told(10, 29, 1'000'000, now);
    losses.told(0, 0, 1'000'000, now + 5s);
    EXPECT_FALSE(losses.bound());
    losses.told(0, 1, 1'000'000, now + 5s);
    EXPECT_TRUE(losses.bound());
}

}  // namespace
}  // namespace salon::flow
