#include "flow/jitter.h"

#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::flow {
namespace {

TEST(Jitter, IsNothingWhenPacketsKeepTime) {
    Jitter jitter(48'000);
    for (int i = 0; i < 100; ++i) jitter.arrived(i * 960, start + i * 20ms);
    EXPECT_EQ(jitter.length(), 0ms);
}

TEST(Jitter, ComesToTheMeanDeviation) {
    Jitter jitter(48'000);
    for (int i = 0; i < 200; ++i) jitter.arrived(i * 960, start + i * 20ms + (i % 2) * 10ms);
    EXPECT_NEAR(milliseconds(jitter.length()), 10, 0.5);
    EXPECT_NEAR(jitter.ticks(), 480, 24);
}

TEST(Jitter, TakesOneOfTheManyPacketsOfAFrame) {
    Jitter jitter(90'000);
    for (int i = 0; i < 100; ++i) {
        for (int part = 0; part < 5; ++part)
            jitter.arrived(i * 3000, start + i * 33'333us + part * 2ms);
    }
    EXPECT_LT(jitter.length(), 1ms);
}

TEST(Jitter, IgnoresAClockThatJumps) {
    Jitter jitter(48'000);
    jitter.arrived(0, start);
    jitter.arrived(48'000 * 6, start + 20ms);
    jitter.arrived(48'000 * 6 + 960, start + 40ms);
    EXPECT_EQ(jitter.length(), 0ms);
}

}  // namespace
}  // namespace salon::flow
