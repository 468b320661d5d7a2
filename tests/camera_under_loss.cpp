// The camera's way to the server and back again, over bad networks: what arrives always decodes,
// and repair keeps the picture moving without storms.
#include <gmock/gmock.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

TEST(CameraUnderLoss, RetransmissionKeepsThePictureMoving) {
    double share = 0;
    const auto all = seeds(20);
    for (const auto seed : all) {
        World world(seed);
        Call call(world, {.link = {.delay = 25ms, .loss = 0.03}});
        ASSERT_TRUE(call.connect());
        call.talk(10s);
        const auto& eye = call.browser_diary.eye;
        share += double(eye.frames) / double(call.browser_filmed) / double(all.size());
        EXPECT_EQ(eye.undecodable + eye.broken + eye.time_went_back, 0);
        EXPECT_LT(eye.longest_freeze, 1500ms);
        EXPECT_GT(call.server.stats().video_out.retransmissions_sent, 0u);
        EXPECT_LE(call.server.stats().video_in.key_frames_asked, 12u);
        if (HasFailure()) return;
    }
    EXPECT_GT(share, 0.97);
}

TEST(CameraUnderLoss, WhatThePageCannotDecodeItAsksForAndGets) {
    World world(1);
    Call call(world, {.link = {.delay = 25ms}});
    ASSERT_TRUE(call.connect());
    call.let_film(10s);
    world.run_for(2s);
    const auto wanted = call.server_diary.keyframes_wanted;
    const auto keyframes = call.browser_diary.eye.keyframes;
    call.browser.request_key_frame(world.now());
    world.run_for(3s);
    EXPECT_EQ(call.server_diary.keyframes_wanted, wanted + 1);
    EXPECT_GE(call.browser_diary.eye.keyframes, keyframes + 1);
}

TEST(CameraUnderLoss, AKeyFrameIsAskedForAgainUntilItComes) {
    World world(2);
    Call call(world);
    world.link(call.door, call.home, {.delay = 10ms, .loss = 1.0});
    ASSERT_FALSE(call.connect(1s));
    world.link(call.door, call.home, {.delay = 10ms});
    ASSERT_TRUE(call.connect());
    call.let_film(20s);
    world.run_for(5s);
    const auto keyframes = call.browser_diary.keyframes_wanted;
    world.link(call.door, call.home, {.delay = 10ms, .loss = 1.0});
    call.server.request_key_frame(world.now());
    world.run_for(3s);
    EXPECT_EQ(call.browser_diary.keyframes_wanted, keyframes);
    world.link(call.door, call.home, {.delay = 10ms});
    world.run_for(1500ms);
    EXPECT_EQ(call.browser_diary.keyframes_wanted, keyframes + 1);
}

TEST(CameraUnderLoss, ASlowLinkGetsItsPicturesSpreadOut) {
    World world(3);
    Call call(world, {.link = {.delay = 20ms, .rate = 4'000'000, .queue = 100ms}});
    ASSERT_TRUE(call.connect());
    call.talk(5s);
    EXPECT_EQ(call.browser_diary.eye.frames, call.browser_filmed);
    EXPECT_EQ(call.browser_hears(), 1.0);
}

}  // namespace
}  // namespace salon::testing_world
