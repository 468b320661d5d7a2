// A muted track sends nothing at all, and a quiet page may stay quiet for long. That is no reason
// to hang up: only ICE tells who is alive.
#include <gmock/gmock.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

using testing::IsEmpty;

TEST(MutedMicrophone, IsNotTakenForDead) {
    World world(1);
    Call call(world, {.link = {.delay = 20ms, .jitter = 30ms, .loss = 0.02}});
    ASSERT_TRUE(call.connect());
    world.run_for(10min);
    EXPECT_THAT(call.server_diary.endings, IsEmpty());
    EXPECT_TRUE(call.server.connected());
    EXPECT_EQ(call.server_diary.ear.pieces(), 0);
}

TEST(MutedMicrophone, IsHeardAtOnceWhenItSpeaksAgainAndNothingIsInventedForThePause) {
    World world(2);
    Call call(world, {.link = {.delay = 20ms}});
    ASSERT_TRUE(call.connect());
    call.talk(1s);
    world.run_for(5min);
    call.talk(1s);
    EXPECT_EQ(call.server_diary.ear.whole, 100);
    EXPECT_EQ(call.server_diary.ear.concealed, 0);
    EXPECT_EQ(call.server_diary.ear.latest, 20ms);
}

TEST(MutedMicrophone, AQuietCallCostsFewDatagrams) {
    World world(3);
    Call call(world);
    ASSERT_TRUE(call.connect());
    world.run_for(10s);
    const auto before = call.server.stats().datagrams_sent;
    world.run_for(1min);
    // A report a second, an answer to each consent check, and SCTP's heartbeat now and then.
    EXPECT_LT(call.server.stats().datagrams_sent - before, 60 * 1.5 + 60 / 2.5 + 10);
}

}  // namespace
}  // namespace salon::testing_world
