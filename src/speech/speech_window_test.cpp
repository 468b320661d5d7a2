#include "speech/speech_window.h"

#include <gmock/gmock.h>

#include "speech/scripted_activity_for_test.h"

namespace salon::speech {
namespace {

using testing::SizeIs;

class SpeechWindowTest : public testing::Test {
protected:
    // Chunks of 32 ms, each as likely to be speech as `percent` says.
    void hear(std::size_t chunks, std::int16_t percent) {
        for (std::size_t i = 0; i < chunks; ++i) {
            window.push(std::vector<std::int16_t>(chunk, percent));
        }
    }

    SpeechWindow window{std::make_unique<ScriptedActivity>(),
                        SampleRate(voice_rate),
                        {.speech_min = 96ms, .silence = 320ms}};  // Three chunks, ten chunks.
};

TEST_F(SpeechWindowTest, IsDueAfterSixTenthsOfASecondOfSpeech) {
    hear(200, 0);
    EXPECT_FALSE(window.due());
    hear(3 + 18, 90);
    EXPECT_FALSE(window.due());
    hear(1, 90);
    EXPECT_TRUE(window.due());
    EXPECT_THAT(window.take()->samples, SizeIs(32'000)) << "two seconds, silence before it too";
    EXPECT_FALSE(window.take());
    hear(18, 90);
    EXPECT_FALSE(window.due());
    hear(1, 90);
    EXPECT_TRUE(window.due());
}

TEST_F(SpeechWindowTest, IsDueAtAPauseWhenThereWasMoreSpeech) {
    hear(22, 90);
    EXPECT_THAT(window.take()->samples, SizeIs(22 * chunk));
    hear(1, 90);
    hear(9, 0);
    EXPECT_FALSE(window.due());
    hear(1, 0);
    EXPECT_TRUE(window.take());

    hear(22, 90);
    EXPECT_TRUE(window.take());
    hear(10, 0);
    EXPECT_FALSE(window.due()) << "only silence since";
}

TEST_F(SpeechWindowTest, ForgetsWhatWasSaid) {
    hear(22, 90);
    window.forget();
    EXPECT_FALSE(window.take());
    hear(22, 90);
    EXPECT_THAT(window.take()->samples, SizeIs(22 * chunk));
}

}  // namespace
}  // namespace salon::speech
