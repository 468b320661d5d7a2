// Texts arrive complete, once and in order, however bad the network; and what cannot be sent waits
// in a queue that does not grow for ever.
#include <gmock/gmock.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

using testing::ElementsAre;

std::vector<std::string> numbered(int count) {
    std::vector<std::string> texts;
    for (int i = 0; i < count; ++i) texts.push_back("text " + std::to_string(i));
    return texts;
}

TEST(TextsUnderLoss, AllArriveInOrderOnBothSides) {
    for (const auto seed : seeds(20)) {
        World world(seed);
        Call call(world, {.browser = {.video = false},
                          .link = {.delay = 50ms,
                                   .jitter = 50ms,
                                   .loss = 0.1,
                                   .duplication = 0.05,
                                   .reordering = 0.05}});
        ASSERT_TRUE(call.connect(15s));
        for (const auto& text : numbered(200)) {
            call.browser.send_text(text, world.now());
            call.server.send_text(text, world.now());
            world.run_for(10ms);
        }
        world.run_for(60s);
        EXPECT_EQ(call.server_diary.texts, numbered(200));
        EXPECT_EQ(call.browser_diary.texts, numbered(200));
        if (HasFailure()) return;
    }
}

TEST(TextsUnderLoss, SentBeforeTheChannelOpensWaitForIt) {
    World world(1);
    Call call(world);
    call.server.send_text("early", world.now());
    ASSERT_TRUE(call.connect());
    world.run_for(1s);
    EXPECT_THAT(call.browser_diary.texts, ElementsAre("early"));
}

TEST(TextsUnderLoss, BeyondTheQueueTheOldestGo) {
    World world(2);
    Call call(world);
    for (const auto& text : numbered(peer::texts_queued_max + 3)) {
        call.server.send_text(text, world.now());
    }
    EXPECT_EQ(call.server.stats().texts_dropped, 3u);
    ASSERT_TRUE(call.connect());
    world.run_for(1s);
    EXPECT_EQ(call.browser_diary.texts.size(), peer::texts_queued_max);
    EXPECT_EQ(call.browser_diary.texts.front(), "text 3");
}

TEST(TextsUnderLoss, LargeOnesArriveWholeAndTooLargeOnesNotAtAll) {
    World world(3);
    Call call(world, {.link = {.delay = 20ms, .loss = 0.05}});
    ASSERT_TRUE(call.connect());
    call.server.send_text(std::string(200'000, 'a'), world.now());
    call.server.send_text(std::string(300'000, 'b'), world.now());
    world.run_for(60s);
    ASSERT_EQ(call.browser_diary.texts.size(), 1u);
    EXPECT_EQ(call.browser_diary.texts[0], std::string(200'000, 'a'));
    EXPECT_EQ(call.server.stats().texts_dropped, 1u);
}

}  // namespace
}  // namespace salon::testing_world
