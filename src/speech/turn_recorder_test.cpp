#include "speech/turn_recorder.h"

#include <gmock/gmock.h>

#include "speech/scripted_activity_for_test.h"

namespace salon::speech {
namespace {

using testing::Each;
using testing::IsEmpty;
using testing::SizeIs;

constexpr TurnPolicy policy{.speech_min = 96ms,  // Three chunks.
                            .silence = 320ms,    // Ten chunks.
                            .pre_roll = 64ms,    // Two chunks.
                            .length_max = 3200ms};

class TurnRecorderTest : public testing::Test {
protected:
    // Chunks of 32 ms, each as likely to be speech as `percent` says.
    std::vector<TurnNews> hear(std::size_t chunks, std::int16_t percent) {
        return recorder.push(std::vector<std::int16_t>(chunks * chunk, percent));
    }
    // The only news, which is a turn.
    static AudioBlock turn(const std::vector<TurnNews>& news) {
        EXPECT_THAT(news, SizeIs(1));
        return news.empty() ? AudioBlock() : std::get<AudioBlock>(news.front());
    }
    static TurnBegan beginning(const std::vector<TurnNews>& news) {
        EXPECT_THAT(news, SizeIs(1));
        return news.empty() ? TurnBegan() : std::get<TurnBegan>(news.front());
    }

    TurnRecorder recorder{std::make_unique<ScriptedActivity>(), SampleRate(voice_rate), policy};
};

TEST_F(TurnRecorderTest, GivesAllThatWasSaidAndTheMomentBefore) {
    hear(100, 7);
    EXPECT_FALSE(beginning(hear(3, 90)).goes_on);
    EXPECT_THAT(hear(7, 91), IsEmpty());
    EXPECT_THAT(hear(9, 0), IsEmpty());
    const auto said = turn(hear(1, 0));
    ASSERT_THAT(said.samples, SizeIs(12 * chunk));
    const std::span sound(said.samples);
    EXPECT_THAT(std::vector(sound.begin(), sound.begin() + 2 * chunk), Each(7));
    EXPECT_THAT(std::vector(sound.begin() + 2 * chunk, sound.begin() + 5 * chunk), Each(90));
    EXPECT_THAT(std::vector(sound.begin() + 5 * chunk, sound.end()), Each(91));
}

TEST_F(TurnRecorderTest, GivesTurnsAtTheRateInWhichTheyWereSaid) {
    TurnRecorder wide{std::make_unique<ScriptedActivity>(), SampleRate(48'000), policy};
    const auto said_for = [&](Duration length, std::int16_t percent) {
        return wide.push(std::vector<std::int16_t>(frames_in(length, SampleRate(48'000)), percent));
    };
    said_for(960ms, 0);
    said_for(960ms, 90);
    const auto said = turn(said_for(500ms, 0));
    EXPECT_EQ(said.rate, SampleRate(48'000));
    EXPECT_NEAR(static_cast<double>(said.duration().count()), 1'024'000, 33'000);
}

TEST_F(TurnRecorderTest, KnowsWhoGoesOnFromWhoBeginsAgain) {
    hear(3, 90);
    const auto first = turn(hear(97, 90));  // As long as a turn may be.
    EXPECT_THAT(first.samples, SizeIs(100 * chunk));
    EXPECT_TRUE(beginning(hear(3, 90)).goes_on);
    const auto second = turn(hear(10, 0));
    EXPECT_THAT(second.samples, SizeIs(3 * chunk)) << "what is in the first is not in this one";
    EXPECT_FALSE(beginning(hear(3, 90)).goes_on);
}

TEST_F(TurnRecorderTest, EndsATurnWhenItIsTold) {
    hear(10, 90);
    EXPECT_THAT(recorder.end_now().samples, SizeIs(10 * chunk));
    EXPECT_THAT(hear(50, 0), IsEmpty()) << "it has ended already";
    hear(2, 90);
    EXPECT_THAT(recorder.end_now().samples, IsEmpty()) << "a click is no turn";
}

TEST_F(TurnRecorderTest, ForgetsWhatWasSaid) {
    hear(10, 90);
    recorder.forget();
    EXPECT_THAT(recorder.end_now().samples, IsEmpty());
    hear(3, 90);
    EXPECT_THAT(recorder.end_now().samples, SizeIs(3 * chunk)) << "nothing from before";
}

}  // namespace
}  // namespace salon::speech
