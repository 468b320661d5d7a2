#include "flow/arrival_groups.h"

#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::flow {
namespace {

TEST(ArrivalGroups, MeasuresFromGroupToGroup) {
    ArrivalGroups groups;
    EXPECT_FALSE(groups.arrived(start, 100ms));
    EXPECT_FALSE(groups.arrived(start + 5ms, 102ms));  // Still the first.
    EXPECT_FALSE(groups.arrived(start + 20ms, 130ms));
    EXPECT_EQ(groups.arrived(start + 40ms, 150ms),
              (GroupStep{.sent = 15ms, .arrived = 28ms, .at = 130ms}));
}

TEST(ArrivalGroups, BeginsAGroupAfterFiveMilliseconds) {
    ArrivalGroups groups;
    EXPECT_FALSE(groups.arrived(start, 0ms));
    EXPECT_FALSE(groups.arrived(start + 6ms, 6ms));
    EXPECT_TRUE(groups.arrived(start + 12ms, 12ms));
}

TEST(ArrivalGroups, TakesWhatCameAtOnceAsOne) {
    ArrivalGroups groups;
    groups.arrived(start, 0ms);
    groups.arrived(start + 20ms, 70ms);
    EXPECT_FALSE(groups.arrived(start + 40ms, 71ms));  // Waited for the same opening.
    EXPECT_EQ(groups.arrived(start + 80ms, 110ms),
              (GroupStep{.sent = 40ms, .arrived = 71ms, .at = 71ms}));
}

TEST(ArrivalGroups, IgnoresAClockThatIsSetAnew) {
    ArrivalGroups groups;
    groups.arrived(start, 0ms);
    groups.arrived(start + 20ms, 20ms);
    EXPECT_TRUE(groups.arrived(start + 40ms, 4s));
    EXPECT_FALSE(groups.arrived(start + 60ms, 5s));  // The step from 20 ms to 4 s.
}

}  // namespace
}  // namespace salon::flow
