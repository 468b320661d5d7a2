// The caller's network is away for a while, and comes back another one: the page restarts ICE, and
// the same call goes on.
#include <gmock/gmock.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

using testing::IsEmpty;

class NetworkComesBack : public testing::TestWithParam<peer::Ice> {};

TEST_P(NetworkComesBack, AfterTwentySecondsAndTheSameCallGoesOn) {
    for (const auto seed : seeds(10)) {
        World world(seed);
        Call call(world, {.link = {.delay = 30ms, .jitter = 10ms},
                          .ice = GetParam(),
                          .caller = {.nat = NatPolicy{}}});
        ASSERT_TRUE(call.connect(2s));
        call.talk(2s);
        world.link_all({.loss = 1.0});
        world.run_for(20s);
        world.link_all({.delay = 50ms, .jitter = 10ms});
        call.caller_nat->forget();
        call.restart_ice();
        world.run_for(1s);

        const auto heard = call.server_diary.ear.whole;
        const auto said = call.browser_diary.ear.whole;
        call.talk(2s);
        EXPECT_EQ(call.server_diary.ear.whole - heard, 100);
        EXPECT_EQ(call.browser_diary.ear.whole - said, 100);
        EXPECT_THAT(call.server_diary.endings, IsEmpty());
        EXPECT_EQ(call.server_diary.connections, 1);  // Same keys: nobody shook hands again.
        call.browser.send_text("still here", world.now());
        world.run_for(2s);
        EXPECT_EQ(call.server_diary.texts.size(), 1u);
        if (HasFailure()) return;
    }
}

TEST_P(NetworkComesBack, MediaFlowsWhileIceRestartsForNoReason) {
    World world(3);
    Call call(world, {.browser = {.video = false}, .ice = GetParam()});
    ASSERT_TRUE(call.connect(2s));
    call.let_speak(10s);
    for (int i = 0; i < 5; ++i) {
        world.run_for(1500ms);
        call.restart_ice();
    }
    world.run_for(4s);
    EXPECT_EQ(call.server_diary.ear.whole, 500);
    EXPECT_EQ(call.browser_diary.ear.whole, 500);
    EXPECT_THAT(call.server_diary.endings, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Ice, NetworkComesBack, testing::Values(peer::Ice::Lite, peer::Ice::Full));

}  // namespace
}  // namespace salon::testing_world
