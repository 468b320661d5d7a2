#include "peer/timeline.h"

#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::peer {
namespace {

MediaTime video(std::int64_t ticks) { return {.ticks = ticks, .rate = 90'000}; }

class TimelineTest : public testing::Test {
protected:
    Timeline line{90'000, 1000};
};

TEST_F(TimelineTest, KeepsTheRhythmOfItsSourceAgainstJitter) {
    EXPECT_EQ(line.place(video(500'000), start), 1000);
    EXPECT_EQ(line.place(video(503'000), start + 200ms), 4000);
    EXPECT_EQ(line.place(video(506'000), start + 201ms), 7000);
}

TEST_F(TimelineTest, GoesOnFromThePresentWhenTheSourceChanges) {
    line.place(video(500'000), start);
    EXPECT_EQ(line.place(video(0), start + 100ms), 1000 + 9000);
    EXPECT_EQ(line.place(video(3000), start + 133ms), 1000 + 12000);
}

TEST_F(TimelineTest, ToleratesOneSecondOfDriftAndNotMore) {
    line.place(video(0), start);
    EXPECT_EQ(line.place(video(90'000), start), 91'000);
    EXPECT_EQ(line.place(video(90'001), start), 91'001);  // Clamped: not behind the last one.
    Timeline other(90'000, 0);
    other.place(video(0), start);
    EXPECT_EQ(other.place(video(90'001), start), 1);
}

TEST_F(TimelineTest, NeverGoesBack) {
    line.place(video(9000), start);
    EXPECT_EQ(line.place(video(0), start), 1001);
}

TEST_F(TimelineTest, ConvertsTheRateOfItsSource) {
    line.place({.ticks = 0, .rate = 48'000}, start);
    EXPECT_EQ(line.place({.ticks = 960, .rate = 48'000}, start + 20ms), 1000 + 1800);
}

TEST_F(TimelineTest, TellsTheMomentOfATickAndTheTickOfAMoment) {
    line.place(video(0), start);
    EXPECT_EQ(line.moment_of(1000 + 9000), start + 100ms);
    EXPECT_EQ(line.tick_at(start + 100ms), 1000 + 9000);
}

}  // namespace
}  // namespace salon::peer
