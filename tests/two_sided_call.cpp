// A browser calls; both sides talk, show, write, and hang up. On a good network all is perfect; on
// a bad one nothing breaks.
#include <gmock/gmock.h>

#include "world/call.h"
#include "world/fail_at_each_step.h"

namespace salon::testing_world {
namespace {

using peer::CloseReason;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(TwoSidedCall, OnAGoodNetworkLosesNothingAndAddsNoDelay) {
    World world(1);
    Call call(world, {.link = {.delay = 10ms}});
    ASSERT_TRUE(call.connect());
    EXPECT_LE(world.age(), 150ms);
    call.talk(5s);

    for (const auto* diary : {&call.server_diary, &call.browser_diary}) {
        EXPECT_EQ(diary->connections, 1);
        EXPECT_EQ(diary->ear.whole, 250);
        EXPECT_EQ(diary->ear.concealed, 0);
        EXPECT_EQ(diary->ear.broken, 0);
        EXPECT_EQ(diary->ear.breaks_in_time, 0);
        EXPECT_EQ(diary->ear.latest, 10ms);
        EXPECT_EQ(diary->eye.frames, call.browser_filmed);
        EXPECT_EQ(diary->eye.broken + diary->eye.undecodable + diary->eye.time_went_back, 0);
    }
    EXPECT_LE(call.browser_diary.eye.latest, 40ms);  // There and back, and what the pacer adds.
}

TEST(TwoSidedCall, WorksInBothDtlsRoles) {
    for (const auto setup : {sdp::Setup::Active, sdp::Setup::Passive}) {
        World world(2);
        Call call(world, {.setup = setup});
        ASSERT_TRUE(call.connect());
        call.talk(500ms);
        EXPECT_EQ(call.server_hears(), 1.0);
        EXPECT_EQ(call.browser_hears(), 1.0);
    }
}

TEST(TwoSidedCall, WithoutACameraOrWithoutAMicrophoneOrWithTextOnly) {
    for (const BrowserOptions options :
         {BrowserOptions{.video = false}, BrowserOptions{.audio = false},
          BrowserOptions{.audio = false, .video = false}, BrowserOptions{.data = false}}) {
        World world(3);
        Call call(world, {.browser = options});
        ASSERT_TRUE(call.connect());
        world.run_for(500ms);
        call.browser.send_text("here", world.now());
        call.talk(500ms);
        EXPECT_EQ(call.server_hears(), options.audio ? 1.0 : 0.0);
        EXPECT_EQ(call.browser_hears(), options.audio ? 1.0 : 0.0);
        EXPECT_EQ(call.server_diary.eye.frames > 0, options.video);
        EXPECT_EQ(call.server_diary.texts.size(), options.data ? 1u : 0u);
    }
}

TEST(TwoSidedCall, OffersMoreThanTheStreamCarries) {
    for (const bool video_first : {false, true}) {
        for (const Modality stream : {Modality{.video = false}, Modality{.audio = false}}) {
            World world(31);
            Call call(world, {.browser = {.video_first = video_first}, .stream = stream});
            ASSERT_TRUE(call.connect());
            world.run_for(500ms);
            call.browser.send_text("here", world.now());
            call.talk(500ms);
            EXPECT_EQ(call.server_hears(), stream.audio ? 1.0 : 0.0);
            EXPECT_EQ(call.browser_hears(), stream.audio ? 1.0 : 0.0);
            EXPECT_EQ(call.server_diary.eye.frames > 0, stream.video);
            EXPECT_EQ(call.browser_diary.eye.frames > 0, stream.video);
            EXPECT_EQ(call.server_diary.texts.size(), 1u);
            EXPECT_EQ(call.server.stats().dropped.unknown_ssrc, 0) << "nothing came for nobody";
        }
    }
}

TEST(TwoSidedCall, GoesOneWayWhereTheStreamDoes) {
    World world(32);
    Call heard(world, {.stream = {.direction = sdp::Direction::ReceiveOnly}});
    ASSERT_TRUE(heard.connect());
    heard.talk(500ms);
    EXPECT_EQ(heard.server_hears(), 1.0);
    EXPECT_EQ(heard.browser_diary.ear.pieces() + heard.browser_diary.eye.frames, 0);

    World other(33);
    Call spoken_to(other, {.stream = {.direction = sdp::Direction::SendOnly}});
    ASSERT_TRUE(spoken_to.connect());
    spoken_to.talk(500ms);
    EXPECT_EQ(spoken_to.browser_hears(), 1.0);
    EXPECT_EQ(spoken_to.server_diary.ear.pieces() + spoken_to.server_diary.eye.frames, 0);
    EXPECT_EQ(spoken_to.server.stats().dropped.unknown_ssrc, 0) << "no microphone was on";
}

TEST(TwoSidedCall, AListenerWithoutDevicesOnlyHears) {
    World world(4);
    Call call(world, {.browser = {.receives_only = true}});
    ASSERT_TRUE(call.connect());
    call.talk(1s);
    EXPECT_EQ(call.browser_hears(), 1.0);
    EXPECT_EQ(call.server_diary.ear.pieces(), 0);
}

TEST(TwoSidedCall, TellsTheRoundTripAndWhatWasLost) {
    World world(5);
    Call call(world, {.link = {.delay = 40ms}});
    world.link(call.home, call.door, {.delay = 40ms, .loss = 0.05});
    ASSERT_TRUE(call.connect());
    call.talk(10s);
    const auto stats = call.server.stats();
    ASSERT_TRUE(stats.round_trip);
    EXPECT_NEAR(milliseconds(*stats.round_trip), 80, 2);
    EXPECT_NEAR(static_cast<double>(stats.audio_in.packets_lost), 25, 15);
    EXPECT_EQ(stats.audio_out.remote_packets_lost, 0);
    EXPECT_EQ(stats.audio_out.packets_sent, 500u);
    EXPECT_EQ(stats.dropped.all(), 0u);
    EXPECT_GT(stats.video_in.retransmissions_asked, 0u);
    EXPECT_EQ(stats.video_in.frames_received, static_cast<std::uint64_t>(call.browser_filmed));
}

TEST(TwoSidedCall, TheCallerHangsUp) {
    World world(6);
    Call call(world);
    ASSERT_TRUE(call.connect());
    call.talk(500ms);
    call.browser.close(world.now());
    world.run_for(100ms);
    EXPECT_THAT(call.server_diary.endings, ElementsAre(CloseReason::PeerClosed));
    EXPECT_TRUE(call.server.closed());
    EXPECT_EQ(call.server.deadline(), never);
}

TEST(TwoSidedCall, TheServerHangsUpAndTheCallerLearnsItAtOnce) {
    World world(7);
    Call call(world, {.link = {.delay = 10ms}});
    ASSERT_TRUE(call.connect());
    call.talk(500ms);
    call.server.close(world.now());
    world.run_for(11ms);
    EXPECT_THAT(call.server_diary.endings, ElementsAre(CloseReason::LocalClose));
    EXPECT_THAT(call.browser_diary.endings, ElementsAre(CloseReason::PeerClosed));
    const auto sent = call.server.stats().datagrams_sent;
    call.server.close(world.now());
    call.server.send_text("too late", world.now());
    call.let_speak(1s);
    world.run_for(1min);
    EXPECT_EQ(call.server.stats().datagrams_sent, sent);
    EXPECT_EQ(call.server_diary.endings.size(), 1u);
}

TEST(TwoSidedCall, NobodyComesAndThePeerGivesUpOnce) {
    World world(8);
    world.lose_from(0);
    Call call(world);
    world.run_for(14'999ms);
    EXPECT_THAT(call.server_diary.endings, IsEmpty());
    world.run_for(2ms);
    EXPECT_THAT(call.server_diary.endings, ElementsAre(CloseReason::HandshakeTimeout));
    world.run_for(1min);
    EXPECT_EQ(call.server_diary.endings.size(), 1u);
}

TEST(TwoSidedCall, RecoversFromAnyLostDatagramOfItsBeginning) {
    fail_at_each_step(
        Break::LosesOne, 9,
        [](World& world, std::int64_t step) {
            Call call(world, {.link = {.delay = 20ms}});
            EXPECT_TRUE(call.connect(3s)) << "without datagram " << step;
            world.run_for(3s);
            EXPECT_THAT(call.server_diary.channels, ElementsAre("text")) << step;
            EXPECT_THAT(call.server_diary.endings, IsEmpty()) << step;
        },
        40);
}

TEST(TwoSidedCall, EndsOnceWhereverTheLineIsCut) {
    fail_at_each_step(
        Break::CutsTheLine, 10,
        [](World& world, std::int64_t step) {
            Call call(world, {.link = {.delay = 20ms}});
            call.let_speak(1s);
            world.run_for(1min);
            EXPECT_EQ(call.server_diary.endings.size(), 1u) << "cut at datagram " << step;
            EXPECT_TRUE(call.server.closed()) << step;
            EXPECT_EQ(call.server.deadline(), never) << step;
        },
        60);
}

TEST(TwoSidedCall, NoDatagramIsLargerThanEveryPathTakes) {
    World world(11);
    std::size_t largest = 0;
    Call call(world);
    world.watch([&](TransportAddress from, Datagram& datagram) {
        if (from == call.door) largest = std::max(largest, datagram.bytes.size());
    });
    ASSERT_TRUE(call.connect());
    call.server.send_text(std::string(100'000, 'x'), world.now());
    call.talk(2s);
    EXPECT_GT(largest, 1000u);
    EXPECT_LE(largest, datagram_size_max);
    EXPECT_EQ(call.browser_diary.texts.size(), 1u);
}

}  // namespace
}  // namespace salon::testing_world
