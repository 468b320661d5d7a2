#include "session/speaker.h"

#include <gtest/gtest.h>

#include <cmath>

#include "world/start.h"

namespace salon::session {
namespace {

class SpeakerTest : public testing::Test {
protected:
    static constexpr SampleRate model_rate{24'000};

    void say(Duration length) {
        AudioBlock block{.samples = {}, .rate = model_rate};
        for (std::size_t i = 0; i < frames_in(length, model_rate); ++i) {
            block.samples.push_back(
                static_cast<std::int16_t>(8000 * std::sin(0.1 * static_cast<double>(i))));
        }
        EXPECT_TRUE(speaker.push(block.view()));
    }
    /// Runs the clock until `end`; returns how many packets left.
    int run_until(Moment end) {
        int packets = 0;
        while (speaker.deadline() <= end) {
            now = std::max(now, speaker.deadline());
            if (speaker.take_due(now)) ++packets;
        }
        now = end;
        return packets;
    }

    Moment now = start;
    Speaker speaker{{.queue_max = 10s, .lateness_max = 60ms, .tail_packets = 3}};
};

TEST_F(SpeakerTest, CostsNothingWhileSilent) {
    EXPECT_EQ(speaker.deadline(), never);
    EXPECT_FALSE(speaker.take_due(start));
}

TEST_F(SpeakerTest, SendsABurstInRealTime) {
    say(1s);
    EXPECT_TRUE(speaker.take_due(start)) << "the first packet leaves at once";
    EXPECT_FALSE(speaker.take_due(start + 19ms));
    EXPECT_TRUE(speaker.take_due(start + 20ms));
    EXPECT_EQ(speaker.deadline(), start + 40ms);
}

TEST_F(SpeakerTest, EndsWithATailOfSilenceAndThenRests) {
    say(100ms);
    const int packets = run_until(start + 2s);
    EXPECT_GE(packets, 5 + 3);
    EXPECT_LE(packets, 6 + 3);
    EXPECT_EQ(speaker.deadline(), never);
    EXPECT_TRUE(speaker.silent());
}

TEST_F(SpeakerTest, TakesEachBlockAtItsOwnRateAndChannels) {
    for (const int rate : {8'000, 48'000, 22'050, 24'000}) {
        const std::vector<std::int16_t> stereo(static_cast<std::size_t>(rate / 5), 5'000);
        EXPECT_TRUE(speaker.push({stereo, SampleRate(rate), 2}));
    }
    EXPECT_NEAR(static_cast<double>(speaker.queued().count()), 400'000, 3'000);
}

TEST_F(SpeakerTest, SaysAllOfALastWord) {
    say(100ms);
    EXPECT_LT(speaker.queued(), 100ms) << "the resampler holds the rest";
    int packets = 0;
    while (speaker.queued() >= 20ms) {
        now = std::max(now, speaker.deadline());
        if (speaker.take_due(now)) ++packets;
    }
    EXPECT_EQ(packets, 4);
    now = speaker.deadline();
    EXPECT_TRUE(speaker.take_due(now)) << "nothing more came: the rest leaves";
    EXPECT_EQ(run_until(now + 1s), 3) << "the tail alone: the fifth packet was whole";
}

TEST_F(SpeakerTest, FallsSilentAtOnceWhenFlushed) {
    say(5s);
    run_until(start + 100ms);
    EXPECT_GT(speaker.queued(), 4s);
    speaker.flush();
    EXPECT_LE(speaker.queued(), 5ms);
    EXPECT_LE(run_until(start + 5s), 1 + 3) << "the fade and the tail";
    EXPECT_EQ(speaker.deadline(), never);
}

TEST_F(SpeakerTest, CatchesUpAfterAStallButNotWithAFlood) {
    say(1s);
    EXPECT_TRUE(speaker.take_due(start));
    const auto late = start + 500ms;
    int at_once = 0;
    while (speaker.take_due(late)) ++at_once;
    EXPECT_EQ(at_once, 6) << "100 ms and the one that is due now";
    EXPECT_EQ(speaker.deadline(), late + 20ms);
}

TEST_F(SpeakerTest, KeepsMediaTimeGrowingThroughPauses) {
    say(40ms);
    const auto first = speaker.take_due(start);
    run_until(start + 1s);
    say(40ms);
    const auto later = speaker.take_due(start + 1s);
    ASSERT_TRUE(first && later);
    EXPECT_EQ(later->time.ticks - first->time.ticks, 48'000);
}

TEST_F(SpeakerTest, RefusesMoreThanItsQueueHolds) {
    say(9s);
    const AudioBlock more{.samples = std::vector<std::int16_t>(48'000), .rate = model_rate};
    EXPECT_FALSE(speaker.push(more.view()));
    EXPECT_LE(speaker.queued(), 10s);
}

}  // namespace
}  // namespace salon::session
