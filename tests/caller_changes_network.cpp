// From Wi-Fi to the telephone network, or a NAT that forgets: the caller's address changes in
// mid-call. The next consent check proves the new one, and everything follows it.
#include <gmock/gmock.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

using testing::IsEmpty;

TEST(CallerChangesNetwork, AndIsHeardAndSeenAgainWithTheNextCheck) {
    for (const auto seed : seeds(20)) {
        World world(seed);
        Call call(world, {.link = {.delay = 30ms, .jitter = 10ms}});
        ASSERT_TRUE(call.connect());
        call.let_speak(12s);
        call.let_film(12s);
        world.run_for(4s);
        world.rebind(call.home, address("198.51.100.77:4711"));
        world.run_for(9s);

        EXPECT_THAT(call.server_diary.endings, IsEmpty());
        // At most one check's interval of 2.5 s is missing, on both sides.
        EXPECT_GT(call.server_diary.ear.whole, 600 - 135);
        EXPECT_GT(call.browser_diary.ear.whole, 600 - 135);
        EXPECT_LT(call.server_diary.eye.longest_freeze, 4s);
        EXPECT_LT(call.browser_diary.eye.longest_freeze, 5s);
        EXPECT_EQ(call.browser_diary.eye.undecodable, 0);
        if (HasFailure()) return;
    }
}

TEST(CallerChangesNetwork, AgainAndAgain) {
    World world(2);
    Call call(world, {.link = {.delay = 30ms}});
    ASSERT_TRUE(call.connect());
    call.let_speak(2min);
    for (std::uint16_t port = 1000; port < 1030; ++port) {
        world.rebind(call.home, {.ip = address("198.51.100.77:0").ip, .port = port});
        world.run_for(4s);
    }
    EXPECT_THAT(call.server_diary.endings, IsEmpty());
    const auto before = call.browser_diary.ear.whole;
    call.talk(1s);
    EXPECT_GE(call.browser_diary.ear.whole - before, 50);
}

}  // namespace
}  // namespace salon::testing_world
