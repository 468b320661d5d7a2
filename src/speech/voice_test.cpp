#include "speech/voice.h"

#include <algorithm>
#include <cmath>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace salon::speech {
namespace {

const char* const sentence = "I like how the light falls on her face.";

double seconds(const AudioBlock& block) {
    return static_cast<double>(block.samples.size()) / block.rate.value();
}

double loudness(const AudioBlock& block) {
    double power = 0;
    for (const auto sample : block.samples) power += static_cast<double>(sample) * sample;
    return std::sqrt(power / static_cast<double>(block.samples.size()));
}

TEST(VoiceTest, SpeaksAtSixteenKilohertz) {
    const auto sound = Voice().speak(sentence);
    EXPECT_EQ(sound.rate, SampleRate(16'000));
    EXPECT_EQ(sound.channels, 1);
    EXPECT_GT(seconds(sound), 1.5);
    EXPECT_LT(seconds(sound), 4.0);
    EXPECT_GT(loudness(sound), 500);
}

TEST(VoiceTest, StartsToSoundAtOnce) {
    const auto sound = Voice().speak(sentence);
    const auto first = std::find_if(sound.samples.begin(), sound.samples.end(),
                                    [](int sample) { return std::abs(sample) > 300; });
    EXPECT_LE(first - sound.samples.begin(), 16 * 40);
}

TEST(VoiceTest, NothingToSayIsNoSound) {
    EXPECT_TRUE(Voice().speak("").samples.empty());
    EXPECT_TRUE(Voice().speak("  \n").samples.empty());
}

TEST(VoiceTest, PaceShortensTheSentence) {
    const double normal = seconds(Voice().speak(sentence));
    const double fast = seconds(Voice().speak(sentence, {.pace = 1.25}));
    EXPECT_NEAR(fast / normal, 0.8, 0.08);
}

TEST(VoiceTest, ManyThreadsSpeakAtOnce) {
    const auto alone = Voice().speak(sentence).samples.size();
    std::vector<std::size_t> sizes(4);
    std::vector<std::thread> speakers;
    for (auto& size : sizes) {
        speakers.emplace_back([&size] { size = Voice().speak(sentence).samples.size(); });
    }
    for (auto& speaker : speakers) speaker.join();
    // The excitation is random, so lengths after trimming differ by a little.
    for (const auto size : sizes) {
        EXPECT_NEAR(static_cast<double>(size), static_cast<double>(alone), 16 * 60);
    }
}

TEST(VoiceTest, AnEssayIsCutAtItsLimit) {
    std::string essay;
    while (essay.size() < 10 * Voice::text_max) essay += "word ";
    EXPECT_LT(seconds(Voice().speak(essay)), 300);
}

}  // namespace
}  // namespace salon::speech
