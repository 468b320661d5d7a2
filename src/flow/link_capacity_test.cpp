#include "flow/link_capacity.h"

#include <gtest/gtest.h>

namespace salon::flow {
namespace {

TEST(LinkCapacity, IsUnknownBeforeTheFirstOveruse) {
    const LinkCapacity capacity;
    EXPECT_FALSE(capacity.known());
    EXPECT_FALSE(capacity.below(1'000'000'000));
    EXPECT_FALSE(capacity.above(0));
}

TEST(LinkCapacity, CallsWhatIsFarAwayOutOfReach) {
    LinkCapacity capacity;
    capacity.overused(1'000'000);  // Reaches 60 kbit to either side.
    EXPECT_FALSE(capacity.below(1'059'000));
    EXPECT_TRUE(capacity.below(1'061'000));
    EXPECT_FALSE(capacity.above(941'000));
    EXPECT_TRUE(capacity.above(939'000));
}

TEST(LinkCapacity, ReachesFurtherWhereItVaries) {
    LinkCapacity capacity;
    for (int i = 0; i < 40; ++i) capacity.overused(i % 2 == 0 ? 900'000 : 1'100'000);
    EXPECT_FALSE(capacity.below(1'100'000));
    EXPECT_TRUE(capacity.below(1'250'000));
}

}  // namespace
}  // namespace salon::flow
