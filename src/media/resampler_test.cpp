#include "media/resampler.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gmock/gmock.h>

namespace salon {
namespace {

/// A tone that rises from 200 Hz to 3 kHz, at half of full scale.
AudioBlock chirp(SampleRate rate, Duration length) {
    AudioBlock block{.samples = {}, .rate = rate, .channels = 1};
    const double seconds = static_cast<double>(length.count()) / 1e6;
    for (std::size_t i = 0; i < frames_in(length, rate); ++i) {
        const double t = static_cast<double>(i) / rate.value();
        const double phase = 2 * std::numbers::pi * (200 * t + 1400 * t * t / seconds);
        block.samples.push_back(static_cast<std::int16_t>(16'384 * std::sin(phase)));
    }
    return block;
}

double likeness(const AudioBlock& one, const AudioBlock& other) {
    double product = 0;
    for (std::size_t i = 0; i < one.samples.size(); ++i) {
        product += double{one.samples[i] / 32'768.0} * (other.samples[i] / 32'768.0);
    }
    const auto size = static_cast<double>(one.samples.size());
    return product / size / level_rms(one.view()) / level_rms(other.view());
}

class EachRate : public testing::TestWithParam<int> {};

TEST_P(EachRate, KeepsLengthLevelAndPlaceInTime) {
    const SampleRate rate(GetParam());
    const auto original = chirp(rate, 1s);
    const auto there = resampled(original.view(), SampleRate(48'000));
    EXPECT_EQ(there.duration(), 1s);
    EXPECT_NEAR(level_rms(there.view()) / level_rms(original.view()), 1, 0.01);
    EXPECT_GT(likeness(there, chirp(SampleRate(48'000), 1s)), 0.998);

    const auto back = resampled(there.view(), rate);
    ASSERT_EQ(back.samples.size(), original.samples.size());
    EXPECT_GT(likeness(back, original), 0.998);
}

INSTANTIATE_TEST_SUITE_P(Resampler, EachRate,
                         testing::Values(8'000, 11'025, 16'000, 22'050, 24'000, 44'100, 96'000));

TEST(Resampler, GivesTheSameSoundInPiecesOfAnyLength) {
    const auto whole = chirp(SampleRate(24'000), 300ms);
    Resampler at_once(SampleRate(24'000), SampleRate(48'000), 1);
    Resampler piece_by_piece(SampleRate(24'000), SampleRate(48'000), 1);
    std::vector<std::int16_t> pieces;
    std::span<const std::int16_t> left(whole.samples);
    for (std::size_t length = 0; !left.empty(); ++length) {
        const auto piece = left.first(std::min(length, left.size()));
        const auto out = piece_by_piece.push(piece);
        pieces.insert(pieces.end(), out.begin(), out.end());
        left = left.subspan(piece.size());
    }
    EXPECT_EQ(pieces, at_once.push(whole.samples));
}

TEST(Resampler, HoldsBackAtMostFiveMilliseconds) {
    Resampler resampler(SampleRate(24'000), SampleRate(48'000), 1);
    const auto out = resampler.push(chirp(SampleRate(24'000), 20ms).samples);
    EXPECT_GE(out.size(), frames_in(15ms, SampleRate(48'000)));
    EXPECT_EQ(out.size() + resampler.finish().size(), frames_in(20ms, SampleRate(48'000)));
}

TEST(Resampler, KeepsChannelsApart) {
    std::vector<std::int16_t> stereo;
    for (const auto sample : chirp(SampleRate(16'000), 100ms).samples) {
        stereo.push_back(sample);
        stereo.push_back(0);
    }
    Resampler resampler(SampleRate(16'000), SampleRate(48'000), 2);
    const auto out = resampler.push(stereo);
    for (std::size_t i = 1; i < out.size(); i += 2) ASSERT_EQ(out[i], 0);
}

TEST(Resampler, PassesEqualRatesThrough) {
    Resampler resampler(SampleRate(48'000), SampleRate(48'000), 1);
    const auto samples = chirp(SampleRate(48'000), 20ms).samples;
    EXPECT_EQ(resampler.push(samples), samples);
    EXPECT_THAT(resampler.finish(), testing::IsEmpty());
}

}  // namespace
}  // namespace salon
