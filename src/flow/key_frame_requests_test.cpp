#include "flow/key_frame_requests.h"

#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::flow {
namespace {

class KeyFrameRequestsTest : public testing::Test {
protected:
    KeyFrameRequests requests{1s};
};

TEST_F(KeyFrameRequestsTest, AskNothingUnlessWanted) {
    EXPECT_FALSE(requests.take_due(start));
    EXPECT_EQ(requests.deadline(), never);
}

TEST_F(KeyFrameRequestsTest, AskAtOnceThenUntilOneArrives) {
    requests.want(start);
    EXPECT_TRUE(requests.take_due(start));
    EXPECT_FALSE(requests.take_due(start + 999ms));
    EXPECT_TRUE(requests.take_due(start + 1s));
    EXPECT_EQ(requests.deadline(), start + 2s);
    requests.arrived();
    EXPECT_EQ(requests.deadline(), never);
}

TEST_F(KeyFrameRequestsTest, NeverBecomeAStorm) {
    requests.want(start);
    EXPECT_TRUE(requests.take_due(start));
    requests.arrived();
    requests.want(start + 1ms);
    EXPECT_FALSE(requests.take_due(start + 999ms));
    EXPECT_TRUE(requests.take_due(start + 1s));
}

TEST_F(KeyFrameRequestsTest, CanBeWantedForLater) {
    requests.want(start + 200ms);
    EXPECT_FALSE(requests.take_due(start + 199ms));
    requests.want(start + 100ms);
    EXPECT_TRUE(requests.take_due(start + 100ms));
}

}  // namespace
}  // namespace salon::flow
