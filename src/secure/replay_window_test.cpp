#include "secure/replay_window.h"

#include <gtest/gtest.h>

namespace salon::secure {
namespace {

TEST(ReplayWindow, KnowsWhatItSaw) {
    ReplayWindow window;
    EXPECT_TRUE(window.is_new(70'000));
    window.note(70'000);
    EXPECT_FALSE(window.is_new(70'000));
    EXPECT_TRUE(window.is_new(69'999));
    window.note(69'999);
    EXPECT_FALSE(window.is_new(69'999));
    EXPECT_EQ(window.highest(), 70'000U);
}

TEST(ReplayWindow, RefusesWhatIsTooOldToTell) {
    ReplayWindow window;
    window.note(5'000);
    EXPECT_TRUE(window.is_new(5'000 - ReplayWindow::size + 1));
    EXPECT_FALSE(window.is_new(5'000 - ReplayWindow::size));
}

TEST(ReplayWindow, ForgetsNothingInsideWhenItMoves) {
    ReplayWindow window;
    window.note(100);
    window.note(100 + ReplayWindow::size - 1);
    EXPECT_FALSE(window.is_new(100));
    EXPECT_TRUE(window.is_new(101));
    window.note(101 + ReplayWindow::size);  // 101's place now belongs to another.
    EXPECT_TRUE(window.is_new(102));
    EXPECT_FALSE(window.is_new(101));
}

TEST(ReplayWindow, SurvivesLeapsOfAnyLength) {
    ReplayWindow window;
    window.note(3);
    window.note(1'000'000'000'003);
    for (std::uint64_t back = 1; back < ReplayWindow::size; ++back) {
        EXPECT_TRUE(window.is_new(1'000'000'000'003 - back));
    }
}

}  // namespace
}  // namespace salon::secure
