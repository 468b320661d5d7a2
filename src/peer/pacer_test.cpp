#include "peer/pacer.h"

#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::peer {
namespace {

class PacerTest : public testing::Test {
protected:
    // 1000 bytes take 10 ms; two of them may leave at once.
    Pacer pacer{{.rate = 800'000, .burst = 20ms, .packets_max = 4, .repairs_max = 2}};

    int take_all(Moment now) {
        int taken = 0;
        while (pacer.take_due(now)) ++taken;
        return taken;
    }
    void push(int count) {
        for (int i = 0; i < count; ++i) pacer.push(ByteBuffer(1000));
    }
};

TEST_F(PacerTest, SendsAFirstBurstAtOnceAndThenByItsRate) {
    push(4);
    EXPECT_EQ(take_all(start), 3);  // The third leaves when the second is paid for: at once.
    EXPECT_EQ(pacer.deadline(), start + 10ms);
    EXPECT_EQ(take_all(start + 9ms), 0);
    EXPECT_EQ(take_all(start + 10ms), 1);
    EXPECT_EQ(pacer.deadline(), never);
}

TEST_F(PacerTest, RestsToBurstAgain) {
    push(4);
    take_all(start);
    take_all(start + 10ms);
    push(4);
    EXPECT_EQ(take_all(start + 40ms), 3);
}

TEST_F(PacerTest, FollowsANewRate) {
    push(4);
    take_all(start);
    pacer.set_rate(400'000);
    EXPECT_EQ(take_all(start + 10ms), 1);  // Still paid for at the old one.
    push(2);
    EXPECT_EQ(take_all(start + 29ms), 0);
    EXPECT_EQ(take_all(start + 30ms), 1);
    EXPECT_EQ(pacer.deadline(), start + 50ms);
}

TEST_F(PacerTest, LetsNothingWaitForLong) {
    Pacer slow({.rate = 8'000, .burst = 0ms, .wait_max = 100ms});  // A second each.
    for (int i = 0; i < 10; ++i) slow.push(ByteBuffer(1000));
    int taken = 0;
    for (auto now = start; now < start + 90ms; now += 1ms) {
        while (slow.take_due(now)) ++taken;
    }
    EXPECT_EQ(taken, 9);
    EXPECT_TRUE(slow.take_due(start + 90ms));
}

TEST_F(PacerTest, SendsRepairsFirst) {
    pacer.push(ByteBuffer(1));
    pacer.push_repair(ByteBuffer(2));
    EXPECT_EQ(pacer.take_due(start)->size(), 2u);
    EXPECT_EQ(pacer.take_due(start)->size(), 1u);
}

TEST_F(PacerTest, HasRoomForItsLimitAndDropsRepairsBeyondTheirs) {
    push(3);
    EXPECT_TRUE(pacer.has_room(1));
    EXPECT_FALSE(pacer.has_room(2));
    Pacer other({.rate = 800'000, .burst = 10s, .packets_max = 4, .repairs_max = 2});
    for (int i = 0; i < 3; ++i) other.push_repair(ByteBuffer(1000));
    EXPECT_TRUE(other.take_due(start));
    EXPECT_TRUE(other.take_due(start));
    EXPECT_FALSE(other.take_due(start));
}

}  // namespace
}  // namespace salon::peer
