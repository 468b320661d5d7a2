#include "flow/throughput.h"

#include <gtest/gtest.h>

namespace salon::flow {
namespace {

TEST(Throughput, IsWhatPassedInTheLastHalfSecond) {
    Throughput throughput;
    for (int i = 0; i <= 100; ++i) throughput.passed(250, i * 10ms);
    EXPECT_EQ(throughput.bitrate(), 200'000);
    for (int i = 101; i <= 200; ++i) throughput.passed(500, i * 10ms);
    EXPECT_EQ(throughput.bitrate(), 400'000);
}

TEST(Throughput, SaysNothingBeforeHalfAWindow) {
    Throughput throughput;
    throughput.passed(1'000, 0ms);
    throughput.passed(1'000, 249ms);
    EXPECT_FALSE(throughput.bitrate());
    throughput.passed(1'000, 250ms);
    EXPECT_EQ(throughput.bitrate(), 96'000);
}

TEST(Throughput, BeginsAnewAfterAPause) {
    Throughput throughput;
    for (int i = 0; i <= 100; ++i) throughput.passed(250, i * 10ms);
    throughput.passed(250, 3s);
    EXPECT_FALSE(throughput.bitrate());
}

}  // namespace
}  // namespace salon::flow
