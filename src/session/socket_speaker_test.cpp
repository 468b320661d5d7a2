#include "session/socket_speaker.h"

#include <cmath>

#include <gmock/gmock.h>

#include "codec/g711.h"
#include "world/start.h"

namespace salon::session {
namespace {

using testing::Each;
using testing::SizeIs;

class SocketSpeakerTest : public testing::Test {
protected:
    static constexpr SampleRate model_rate{24'000};
    static constexpr SampleRate telephone_rate{8'000};

    bool say(Duration length) {
        AudioBlock block{.samples = {}, .rate = model_rate};
        for (std::size_t i = 0; i < frames_in(length, model_rate); ++i) {
            block.samples.push_back(
                static_cast<std::int16_t>(8000 * std::sin(0.1 * static_cast<double>(i))));
        }
        return speaker.push(block.view(), now);
    }
    int take_all() {
        int frames = 0;
        while (speaker.take_due(now)) ++frames;
        return frames;
    }
    /// Runs the clock until `end`; returns how many frames left.
    int run_until(Moment end) {
        int frames = take_all();
        while (speaker.deadline() <= end) {
            now = speaker.deadline();
            frames += take_all();
        }
        now = end;
        return frames;
    }

    Moment now = start;
    SocketSpeaker speaker{telephone_rate, {.queue_max = 10s, .lead = 200ms, .rest_patience = 60ms}};
};

TEST_F(SocketSpeakerTest, CostsNothingWhileSilent) {
    EXPECT_EQ(speaker.deadline(), never);
    EXPECT_FALSE(speaker.take_due(start));
    EXPECT_EQ(speaker.queued(start), 0ms);
}

TEST_F(SocketSpeakerTest, HandsOverItsLeadAtOnceAndThenAFrameEvery20Ms) {
    say(1s);
    EXPECT_EQ(take_all(), 10);
    EXPECT_EQ(speaker.deadline(), start + 20ms);
    EXPECT_FALSE(speaker.take_due(start + 19ms));
    EXPECT_THAT(*speaker.take_due(start + 20ms), SizeIs(160));
    EXPECT_FALSE(speaker.take_due(start + 39ms));
    EXPECT_TRUE(speaker.take_due(start + 40ms));
}

TEST_F(SocketSpeakerTest, RestsWhenAllIsSaid) {
    say(1s);
    EXPECT_EQ(run_until(start + 5s), 50) << "the last is unfinished, and filled up";
    EXPECT_EQ(speaker.deadline(), never);
    EXPECT_EQ(speaker.queued(now), 0ms);
}

TEST_F(SocketSpeakerTest, FillsAnUnfinishedFrameOnlyWhenNothingMoreComes) {
    say(10ms);
    EXPECT_EQ(speaker.deadline(), start + 60ms);
    EXPECT_FALSE(speaker.take_due(start + 59ms));
    now = start + 60ms;
    const auto frame = speaker.take_due(now);
    ASSERT_TRUE(frame);
    EXPECT_THAT(*frame, SizeIs(160));
    EXPECT_THAT(Bytes(*frame).last(80), Each(codec::mu_law_silence));
    EXPECT_NE(frame->front(), codec::mu_law_silence);
}

TEST_F(SocketSpeakerTest, LetsTricklingSoundThroughAsItComes) {
    int frames = 0;
    for (int i = 0; i < 50; ++i) {
        now = start + i * 20ms;
        say(20ms);
        frames += take_all();
        EXPECT_LT(speaker.queued(now), 45ms);
    }
    EXPECT_GE(frames, 49) << "the resampler is 2 ms late";
}

TEST_F(SocketSpeakerTest, CountsWhatWasHandedOverAndIsNotPlayedYet) {
    say(1s);
    const auto all = speaker.queued(now);
    EXPECT_GT(all, 990ms);
    take_all();
    EXPECT_EQ(speaker.queued(now), all);
    run_until(start + 500ms);
    EXPECT_EQ(speaker.queued(now), all - 500ms);
    run_until(start + 900ms);
    EXPECT_GT(speaker.queued(now), 90ms) << "all is handed over, but not all is heard";
    EXPECT_EQ(speaker.queued(start + 1s), 0ms);
}

TEST_F(SocketSpeakerTest, TakesEachBlockAtItsOwnRate) {
    for (const int rate : {8'000, 48'000, 22'050, 24'000}) {
        const std::vector<std::int16_t> sound(static_cast<std::size_t>(rate / 10), 5'000);
        EXPECT_TRUE(speaker.push({sound, SampleRate(rate)}, now));
    }
    EXPECT_NEAR(static_cast<double>(speaker.queued(now).count()), 400'000, 6'000)
        << "but for what the last filter holds";
}

TEST_F(SocketSpeakerTest, SaysNothingOfTheOldAnswerInTheNewOne) {
    say(101ms);
    speaker.flush();
    const std::vector<std::int16_t> silence(480);
    speaker.push({silence, model_rate}, now);
    now = speaker.deadline();
    EXPECT_THAT(*speaker.take_due(now), Each(codec::mu_law_silence));
}

TEST_F(SocketSpeakerTest, ForgetsAllWhenFlushedAndSaysWhetherTheCallerMustToo) {
    EXPECT_FALSE(speaker.flush()) << "nothing was ever said";
    say(5s);
    EXPECT_FALSE(speaker.flush()) << "nothing left";
    EXPECT_EQ(speaker.deadline(), never);
    say(5s);
    run_until(start + 100ms);
    EXPECT_TRUE(speaker.flush());
    EXPECT_EQ(speaker.queued(now), 0ms);
    EXPECT_EQ(speaker.deadline(), never);
    EXPECT_FALSE(speaker.flush()) << "once is enough";
}

TEST_F(SocketSpeakerTest, BeginsAtOnceAfterAFlush) {
    say(5s);
    run_until(start + 100ms);
    speaker.flush();
    say(1s);
    EXPECT_EQ(take_all(), 10) << "the caller has forgotten the others";
}

TEST_F(SocketSpeakerTest, DoesNotCatchUpWhatTheCallerHeardAsAGap) {
    say(5s);
    EXPECT_EQ(take_all(), 10);
    now = start + 1s;  // We were held up for longer than the lead.
    EXPECT_EQ(take_all(), 10);
    EXPECT_EQ(speaker.deadline(), now + 20ms);
}

TEST_F(SocketSpeakerTest, RefusesMoreThanItsQueueHolds) {
    EXPECT_TRUE(say(9s));
    EXPECT_FALSE(say(2s));
    EXPECT_EQ(speaker.queued(now), 10s);
    EXPECT_FALSE(say(1s));
    EXPECT_EQ(speaker.queued(now), 10s);
}

TEST_F(SocketSpeakerTest, SaysAtTheWiresRateWhatWasSaidAtTheHandlers) {
    SocketSpeaker finest(SampleRate(48'000));
    AudioBlock block{.samples = std::vector<std::int16_t>(4'800, 1'000), .rate = model_rate};
    finest.push(block.view(), now);
    EXPECT_THAT(*finest.take_due(now), SizeIs(960));
}

}  // namespace
}  // namespace salon::session
