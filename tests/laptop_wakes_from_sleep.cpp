// The lid is shut in mid-call. A short sleep is survived; from a long one the laptop returns to a
// call that has ended.
#include <gmock/gmock.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

using peer::CloseReason;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(LaptopWakesFromSleep, AndTheCallGoesOnAsIfNothingHadBeen) {
    for (const auto seed : seeds(20)) {
        World world(seed);
        Call call(world, {.link = {.delay = 40ms, .jitter = 20ms, .loss = 0.02}});
        ASSERT_TRUE(call.connect());
        call.talk(3s);
        world.sleep(call.home, 20s);
        call.let_speak(25s);
        call.let_film(25s);
        world.run_for(20s);
        const auto heard_before = call.server_diary.ear.pieces();
        const auto seen_before = call.server_diary.eye.frames;
        world.run_for(4900ms);

        EXPECT_THAT(call.server_diary.endings, IsEmpty());
        EXPECT_GE(call.server_diary.ear.pieces() - heard_before, 235);
        // Of 147; a picture that is lost for good, awake or not, costs until the next key frame.
        EXPECT_GE(call.server_diary.eye.frames - seen_before, 60);
        EXPECT_GE(call.browser_diary.ear.whole + call.browser_diary.ear.recovered, 380);
        EXPECT_LT(world.now() - call.browser_diary.eye.last_seen, 2s);
        EXPECT_EQ(call.browser_diary.eye.undecodable, 0);
        if (HasFailure()) return;
    }
}

TEST(LaptopWakesFromSleep, AfterTooLongAndTheCallHasEndedOnce) {
    World world(2);
    Call call(world);
    ASSERT_TRUE(call.connect());
    call.talk(1s);
    world.sleep(call.home, 10min);
    world.run_for(11min);
    world.inject(call.home, call.door, ByteBuffer(20));  // As if it had not noticed.
    world.run_for(1s);
    EXPECT_THAT(call.server_diary.endings, ElementsAre(CloseReason::ConsentLost));
    EXPECT_THAT(call.browser_diary.endings, ElementsAre(CloseReason::ConsentLost));
    EXPECT_EQ(call.server.stats().dropped.after_close, 1u);
}

}  // namespace
}  // namespace salon::testing_world
