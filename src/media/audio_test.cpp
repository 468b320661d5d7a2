#include "media/audio.h"

#include <cmath>

#include <gmock/gmock.h>

namespace salon {
namespace {

using testing::ElementsAre;

TEST(AudioView, CountsFramesNotSamples) {
    const AudioBlock stereo{
        .samples = std::vector<std::int16_t>(1920), .rate = SampleRate(48'000), .channels = 2};
    EXPECT_EQ(stereo.frames(), 960U);
    EXPECT_EQ(stereo.duration(), 20ms);
    EXPECT_EQ(frames_in(20ms, SampleRate(48'000)), 960U);
}

TEST(ToMono, AveragesTheChannels) {
    const AudioBlock stereo{
        .samples = {100, 300, -100, 100, 32767, 32767}, .rate = SampleRate(24'000), .channels = 2};
    const auto mono = to_mono(stereo.view());
    EXPECT_THAT(mono.samples, ElementsAre(200, 0, 32767));
    EXPECT_EQ(mono.rate, SampleRate(24'000));
    EXPECT_EQ(mono.channels, 1);
}

TEST(LevelRms, IsZeroForSilenceAndOneForFullScale) {
    EXPECT_EQ(level_rms({}), 0);
    EXPECT_EQ(level_rms({.samples = std::vector<std::int16_t>(100, 0)}), 0);
    EXPECT_EQ(level_rms({.samples = std::vector<std::int16_t>(100, -32768)}), 1);
    EXPECT_NEAR(level_rms({.samples = std::vector<std::int16_t>(100, 16384)}), 0.5, 1e-9);
}

}  // namespace
}  // namespace salon
