#include "critic/ears.h"

#include <gmock/gmock.h>

#include "base/random.h"
#include "speech/voice.h"

namespace salon::critic {
namespace {

using testing::IsEmpty;

AudioBlock silence(Duration length) {
    return {.samples = std::vector<std::int16_t>(frames_in(length, SampleRate(16'000))),
            .rate = SampleRate(16'000)};
}

AudioBlock question() { return speech::Voice().speak("What do you think of my painting?"); }

ByteBuffer as_pcm(const AudioBlock& block) {
    ByteBuffer bytes;
    for (const auto sample : block.samples) {
        bytes.push_back(static_cast<std::uint8_t>(sample));
        bytes.push_back(static_cast<std::uint8_t>(sample >> 8));
    }
    return bytes;
}

class EarsTest : public testing::Test {
protected:
    // As a microphone sends it: 20 ms at a time, at `rate`.
    void hear(const AudioBlock& sound, SampleRate rate = SampleRate(16'000)) {
        const auto pcm = as_pcm(resampled(sound.view(), rate));
        const auto step = 2 * frames_in(20ms, rate);
        for (auto rest = Bytes(pcm); !rest.empty();) {
            const auto piece = rest.first(std::min(step, rest.size()));
            note(ears.hear(piece, rate));
            rest = rest.subspan(piece.size());
        }
    }

    void note(const Heard& heard) {
        for (const auto& change : heard) {
            if (change.started) ++starts;
            if (!change.started) spoken.push_back(change.length);
        }
    }

    Ears ears{std::make_unique<speech::EnergyVoiceActivity>()};
    int starts = 0;
    std::vector<Duration> spoken;
};

TEST_F(EarsTest, HearsAQuestionAndHowLongItWas) {
    const auto sound = question();
    hear(silence(500ms));
    hear(sound);
    EXPECT_EQ(starts, 1);
    EXPECT_TRUE(ears.hears_speech());
    EXPECT_THAT(spoken, IsEmpty());
    hear(silence(800ms));
    EXPECT_FALSE(ears.hears_speech());
    ASSERT_EQ(spoken.size(), 1U);
    EXPECT_NEAR(milliseconds(spoken[0]), milliseconds(sound.duration()), 350);
}

TEST_F(EarsTest, HearsTheSameAtFortyEightKilohertz) {
    hear(silence(500ms), SampleRate(48'000));
    hear(question(), SampleRate(48'000));
    hear(silence(800ms), SampleRate(48'000));
    EXPECT_EQ(starts, 1);
    EXPECT_EQ(spoken.size(), 1U);
}

TEST_F(EarsTest, SilenceAndAKnockOnTheTableAreNoTurn) {
    AudioBlock knock = silence(20ms);
    Random random(3);
    for (auto& sample : knock.samples) sample = static_cast<std::int16_t>(random.below(20'000));
    hear(silence(1s));
    hear(knock);
    hear(silence(1s));
    EXPECT_EQ(starts, 0);
    EXPECT_THAT(spoken, IsEmpty());
}

TEST_F(EarsTest, AMutedMicrophoneEndsTheTurn) {
    hear(silence(500ms));
    hear(question());
    note(ears.pause());
    EXPECT_EQ(spoken.size(), 1U);
    note(ears.pause());
    EXPECT_EQ(spoken.size(), 1U);
}

TEST_F(EarsTest, AnOddByteHurtsNobody) {
    const ByteBuffer three(3);
    note(ears.hear(three, SampleRate(16'000)));
    note(ears.hear(Bytes(), SampleRate(16'000)));
    EXPECT_EQ(starts, 0);
}

TEST(PcmRateTest, ReadsWhatTheClientDeclares) {
    EXPECT_EQ(pcm_rate("audio/pcm;rate=16000"), SampleRate(16'000));
    EXPECT_EQ(pcm_rate("audio/pcm;rate=48000"), SampleRate(48'000));
    EXPECT_EQ(pcm_rate("audio/pcm; rate=24000"), SampleRate(24'000));
    EXPECT_EQ(pcm_rate("audio/pcm"), SampleRate(16'000));
    EXPECT_EQ(pcm_rate("audio/pcm;rate=7999"), std::nullopt);
    EXPECT_EQ(pcm_rate("audio/pcm;rate=96001"), std::nullopt);
    EXPECT_EQ(pcm_rate("audio/pcm;rate=x"), std::nullopt);
    EXPECT_EQ(pcm_rate("audio/ogg"), std::nullopt);
}

}  // namespace
}  // namespace salon::critic
