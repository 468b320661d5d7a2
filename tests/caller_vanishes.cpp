// The browser's process dies, or its network does, without a goodbye.
#include <gmock/gmock.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

using peer::CloseReason;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(CallerVanishes, AndThePeerEndsWhenConsentRunsOut) {
    World world(1);
    Call call(world);
    ASSERT_TRUE(call.connect());
    call.talk(1s);
    world.detach(call.home);
    world.run_for(27s);  // The last check was at most 2.6 s old.
    EXPECT_THAT(call.server_diary.endings, IsEmpty());
    world.run_for(4s);
    EXPECT_THAT(call.server_diary.endings, ElementsAre(CloseReason::ConsentLost));
    EXPECT_EQ(call.server.deadline(), never);
}

TEST(CallerVanishes, AndNothingMoreIsSentAfterTheEnd) {
    World world(2);
    Call call(world, {.consent_patience = 10s});
    ASSERT_TRUE(call.connect());
    world.detach(call.home);
    call.let_speak(1min);
    world.run_for(15s);
    ASSERT_TRUE(call.server.closed());
    const auto sent = call.server.stats().datagrams_sent;
    world.run_for(1min);
    EXPECT_EQ(call.server.stats().datagrams_sent, sent);
}

TEST(CallerVanishes, ForAMomentInATunnelAndTheCallGoesOn) {
    World world(3);
    Call call(world, {.link = {.delay = 30ms}});
    ASSERT_TRUE(call.connect());
    call.let_speak(20s);
    call.let_film(20s);
    world.run_for(5s);
    world.link_all({.delay = 30ms, .loss = 1.0});
    world.run_for(8s);
    const auto before = call.server_diary.ear.whole;
    const auto asked = call.server.stats().video_in.retransmissions_asked;
    world.link_all({.delay = 30ms});
    world.run_for(8s);
    EXPECT_THAT(call.server_diary.endings, IsEmpty());
    EXPECT_NEAR(static_cast<double>(call.server_diary.ear.whole - before), 350, 2);
    EXPECT_EQ(call.server_diary.eye.undecodable, 0);
    EXPECT_EQ(call.browser_diary.eye.undecodable, 0);
    EXPECT_LT(world.now() - call.browser_diary.eye.last_seen, 2s);
    EXPECT_LT(call.server.stats().video_in.retransmissions_asked - asked, 600u);
}

}  // namespace
}  // namespace salon::testing_world
