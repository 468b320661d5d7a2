#include "base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

namespace salon {
namespace {

TEST(Random, SameSeedSameSession) {
    Random ada(7), ben(7), eve(8);
    EXPECT_EQ(ada.letters(20), ben.letters(20));
    EXPECT_NE(ada.u32(), eve.u32());
}

TEST(Random, StaysBelowItsLimit) {
    Random random(1);
    for (int i = 0; i < 1000; ++i) EXPECT_LT(random.below(3), 3u);
    for (int i = 0; i < 1000; ++i) EXPECT_LT(random.unit(), 1.0);
}

TEST(Random, SpeaksIceCharacters) {
    Random random(2);
    EXPECT_TRUE(
        std::ranges::all_of(random.letters(500), [](unsigned char c) { return std::isalnum(c); }));
}

TEST(Random, KeepsAFairCoin) {
    Random random(3);
    int heads = 0;
    for (int i = 0; i < 10'000; ++i) heads += random.chance(0.25) ? 1 : 0;
    EXPECT_NEAR(heads, 2500, 150);
}

}  // namespace
}  // namespace salon
