// What the browser's own bandwidth estimation, clocks and statistics live on.
#include <gmock/gmock.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

TEST(ReportsAndFeedback, EveryPacketIsReportedForBandwidthEstimationEvery50To100Ms) {
    World world(1);
    Call call(world);
    ASSERT_TRUE(call.connect());
    call.talk(10s);
    const auto stats = call.server.stats();
    const auto& feedback = call.browser.feedback();
    EXPECT_EQ(feedback.transport_arrivals,
              int(stats.audio_in.packets_received + stats.video_in.packets_received));
    EXPECT_GE(feedback.transport_messages, 100);
    EXPECT_LE(feedback.transport_messages, 205);
}

TEST(ReportsAndFeedback, TheServerLearnsTheFateOfAllItSent) {
    World world(6);
    Call call(world, {.link = {.delay = 40ms, .loss = 0.1}});
    ASSERT_TRUE(call.connect());
    call.talk(60s);
    const auto stats = call.server.stats();
    const auto sent = stats.audio_out.packets_sent + stats.video_out.packets_sent +
                      stats.video_out.retransmissions_sent;
    const auto told = stats.numbered_out.arrived + stats.numbered_out.lost;
    EXPECT_GT(stats.video_out.retransmissions_sent, 0u);
    EXPECT_NEAR(double(told) / double(sent), 0.9, 0.05);  // A tenth of the feedback is lost too.
    EXPECT_NEAR(double(stats.numbered_out.lost) / double(told), 0.1, 0.02);
}

TEST(ReportsAndFeedback, ReferenceTimesAreAnswered) {
    World world(2);
    Call call(world);
    ASSERT_TRUE(call.connect());
    call.browser.ask_round_trip(world.now());
    world.run_for(2s);
    EXPECT_EQ(call.browser.feedback().delay_answers, 1);
}

TEST(ReportsAndFeedback, AGoodbyeTellsTheBrowserWhichStreamsEnd) {
    World world(3);
    Call call(world);
    ASSERT_TRUE(call.connect());
    call.talk(1s);
    call.server.close(world.now());
    world.run_for(1s);
    EXPECT_EQ(call.browser.feedback().goodbyes, 1);
}

TEST(ReportsAndFeedback, BothEndsKnowTheRoundTripAndTheOthersLosses) {
    World world(4);
    Call call(world, {.link = {.delay = 60ms}});
    ASSERT_TRUE(call.connect());
    call.talk(6s);
    ASSERT_TRUE(call.browser.stats().round_trip);
    EXPECT_NEAR(milliseconds(*call.browser.stats().round_trip), 120, 2);
    EXPECT_NEAR(milliseconds(*call.server.stats().round_trip), 120, 2);
}

TEST(ReportsAndFeedback, SequenceNumbersWrapUnnoticedInAHalfHourCall) {
    World world(5);
    Call call(world, {.browser = {.video = false}, .link = {.delay = 20ms, .loss = 0.01}});
    ASSERT_TRUE(call.connect());
    call.talk(30min);  // 90,000 packets each way.
    EXPECT_GT(call.server_hears(), 0.995);
    EXPECT_GT(call.browser_hears(), 0.995);
    EXPECT_EQ(call.server_diary.ear.out_of_order + call.server_diary.ear.breaks_in_time, 0);
    EXPECT_NEAR(double(call.server.stats().audio_in.packets_lost), 900, 200);
}

}  // namespace
}  // namespace salon::testing_world
