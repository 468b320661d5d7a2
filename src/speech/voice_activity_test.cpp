#include "speech/voice_activity.h"

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "speech/turn_detector.h"
#include "speech/voice.h"

namespace salon::speech {
namespace {

using Sound = std::vector<std::int16_t>;

Sound operator+(Sound first, const Sound& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

constexpr std::size_t samples_in(Duration length) {
    return static_cast<std::size_t>(length.count() * voice_rate / 1'000'000);
}

Sound silence(Duration length) { return Sound(samples_in(length)); }

Sound tone(Duration length, double hertz, double peak) {
    Sound sound(samples_in(length));
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double angle = 2 * std::numbers::pi * hertz * static_cast<double>(i) / voice_rate;
        sound[i] = static_cast<std::int16_t>(32767 * peak * std::sin(angle));
    }
    return sound;
}

Sound noise(Duration length, double peak) {
    Random random(7);
    Sound sound(samples_in(length));
    for (auto& sample : sound) {
        sample = static_cast<std::int16_t>(32767 * peak * (2 * random.unit() - 1));
    }
    return sound;
}

Sound speech(std::string_view text, double loudness = 1) {
    auto sound = Voice().speak(text).samples;
    for (auto& sample : sound) sample = static_cast<std::int16_t>(sample * loudness);
    return sound;
}

// The share of chunks that count as speech.
double share_of_speech(VoiceActivity& activity, const Sound& sound) {
    const std::size_t chunks = sound.size() / voice_chunk_samples;
    int speech = 0;
    for (std::size_t i = 0; i < chunks; ++i) {
        const VoiceChunk chunk(sound.data() + i * voice_chunk_samples, voice_chunk_samples);
        if (activity.probability(chunk) >= 0.5F) ++speech;
    }
    return speech / static_cast<double>(chunks);
}

const std::string question = "What do you think of my painting, and what should I change?";

// Both listeners must do what a call needs; only the net must tell a voice from a noise.
struct Listener {
    std::string name;
    bool neural;
};

class VoiceActivityTest : public testing::TestWithParam<Listener> {
protected:
    void SetUp() override {
        if (!GetParam().neural) return;
        auto loaded = load_silero(SpeechFiles::standard());
        if (!loaded) GTEST_SKIP() << "no neural voice activity here: " << loaded.error().what;
        model = *loaded;
    }

    std::vector<TurnEvent> turns_in(const Sound& sound) {
        TurnDetector detector(make_voice_activity(model));
        return detector.push(sound);
    }

    SileroModel model;
};

TEST_P(VoiceActivityTest, HearsNothingInSilence) {
    EXPECT_EQ(share_of_speech(*make_voice_activity(model), silence(5s)), 0);
}

TEST_P(VoiceActivityTest, HearsNothingInAQuietRoom) {
    EXPECT_EQ(share_of_speech(*make_voice_activity(model), noise(5s, 0.003)), 0);
}

TEST_P(VoiceActivityTest, HearsASpokenQuestion) {
    const auto sound = silence(500ms) + speech(question) + silence(1s);
    const auto turns = turns_in(sound);
    ASSERT_EQ(turns.size(), 2U);
    EXPECT_EQ(turns[0].kind, TurnEvent::Kind::Started);
    EXPECT_EQ(turns[1].kind, TurnEvent::Kind::Ended);
    EXPECT_NEAR(static_cast<double>(turns[0].position), 8000, 0.3 * voice_rate);
    EXPECT_NEAR(static_cast<double>(turns[1].position),
                static_cast<double>(sound.size() - voice_rate), 0.3 * voice_rate);
}

TEST_P(VoiceActivityTest, HearsAQuestionOverANoisyFan) {
    auto sound = silence(500ms) + speech(question) + silence(1500ms);
    const auto fan =
        noise(Duration(static_cast<std::int64_t>(sound.size()) * 1'000'000 / voice_rate), 0.01);
    for (std::size_t i = 0; i < fan.size(); ++i) {
        sound[i] = static_cast<std::int16_t>(std::clamp(sound[i] + fan[i], -32768, 32767));
    }
    EXPECT_EQ(turns_in(sound).size(), 2U);
}

TEST_P(VoiceActivityTest, StartsWithinAFifthOfASecond) {
    TurnDetector detector(make_voice_activity(model));
    detector.push(silence(1s));
    const auto sound = speech("Stop, stop, wait a moment.");
    std::size_t heard = 0;
    while (!detector.speaking() && heard + 160 <= sound.size()) {
        detector.push(std::span(sound).subspan(heard, 160));
        heard += 160;
    }
    EXPECT_LE(heard, samples_in(200ms));
}

TEST_P(VoiceActivityTest, AClickIsNoTurn) {
    const auto click = silence(500ms) + noise(20ms, 0.5) + silence(500ms);
    EXPECT_TRUE(turns_in(click + click + click).empty());
}

INSTANTIATE_TEST_SUITE_P(Both, VoiceActivityTest,
                         testing::Values(Listener{"Silero", true}, Listener{"Energy", false}),
                         [](const auto& listener) { return listener.param.name; });

TEST(SileroVoiceActivityTest, IsNotFooledByLoudNoiseOrATone) {
    const auto model = load_silero(SpeechFiles::standard());
    if (!model) GTEST_SKIP() << "no neural voice activity here: " << model.error().what;
    EXPECT_LT(share_of_speech(*make_voice_activity(*model), noise(3s, 0.3)), 0.02);
    EXPECT_LT(share_of_speech(*make_voice_activity(*model), tone(3s, 440, 0.3)), 0.05);
}

TEST(SpeechFilesTest, AMissingLibraryIsAMessageAndNotACrash) {
    const auto loaded = load_silero({.onnxruntime = "/nowhere/libonnxruntime.so", .silero = "x"});
    ASSERT_FALSE(loaded.has_value());
    EXPECT_NE(loaded.error().what.find("/nowhere/libonnxruntime.so"), std::string::npos);
}

TEST(SpeechFilesTest, AModelThatIsNoneIsAMessageAndNotACrash) {
    auto files = SpeechFiles::standard();
    if (!std::filesystem::exists(files.onnxruntime))
        GTEST_SKIP() << "ONNX Runtime is not installed";
    files.silero = files.onnxruntime;
    EXPECT_FALSE(load_silero(files).has_value());
}

}  // namespace
}  // namespace salon::speech
