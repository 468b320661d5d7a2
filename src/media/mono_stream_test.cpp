#include "media/mono_stream.h"

#include <cmath>
#include <cstdlib>
#include <numbers>

#include <gmock/gmock.h>

namespace salon {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr SampleRate mouth{48'000};

/// A tone of 300 Hz, from `begin` on.
AudioBlock tone(SampleRate rate, Duration length, Duration begin = 0ms) {
    AudioBlock block{.samples = {}, .rate = rate};
    for (std::size_t i = 0; i < frames_in(length, rate); ++i) {
        const double t = static_cast<double>(begin.count()) / 1e6 +
                         static_cast<double>(i) / static_cast<double>(rate.value());
        block.samples.push_back(
            static_cast<std::int16_t>(8'000 * std::sin(2 * std::numbers::pi * 300 * t)));
    }
    return block;
}

void append(std::vector<std::int16_t>& to, const std::vector<std::int16_t>& samples) {
    to.insert(to.end(), samples.begin(), samples.end());
}

/// The largest step from one sample to the next: a click shows here.
int steepest(const std::vector<std::int16_t>& samples) {
    int most = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        most = std::max(most, std::abs(samples[i] - samples[i - 1]));
    }
    return most;
}

constexpr int steepest_of_tone = 315;  // 8000 * 2 pi * 300 / 48000.

TEST(MonoStream, HasNoSeamsWhileTheRateStays) {
    const auto whole = tone(SampleRate(24'000), 1s);
    MonoStream at_once(mouth);
    MonoStream in_pieces(mouth);
    std::vector<std::int16_t> heard;
    for (std::size_t at = 0; at < whole.samples.size(); at += 240) {
        append(heard, in_pieces.push({std::span(whole.samples).subspan(at, 240), whole.rate}));
    }
    EXPECT_EQ(heard, at_once.push(whole.view()));
}

TEST(MonoStream, PlaysEveryBlockAtItsOwnRate) {
    MonoStream stream(mouth);
    std::vector<std::int16_t> heard;
    Duration at{};
    for (const int rate : {24'000, 16'000, 48'000, 22'050, 8'000, 44'100, 24'000}) {
        append(heard, stream.push(tone(SampleRate(rate), 100ms, at).view()));
        at += 100ms;
    }
    append(heard, stream.finish());
    EXPECT_NEAR(static_cast<double>(heard.size()), 700 * 48, 7) << "none is lost, none comes twice";
    // The tone goes through zero where the rate changes; a piece out of its place would jump there.
    EXPECT_LE(steepest(heard), 2 * steepest_of_tone);
}

TEST(MonoStream, MixesTheChannels) {
    MonoStream stream(SampleRate(16'000));
    const std::vector<std::int16_t> both{100, 300, -100, -200};
    EXPECT_THAT(stream.push({both, SampleRate(16'000), 2}), ElementsAre(200, -150));
}

TEST(MonoStream, HoldsNothingBackAtItsOwnRate) {
    MonoStream stream(mouth);
    EXPECT_EQ(stream.push(tone(mouth, 20ms).view()).size(), 960U);
    EXPECT_THAT(stream.finish(), IsEmpty());
}

TEST(MonoStream, ForgetsWhatItHeldOnceFinished) {
    MonoStream stream(mouth);
    stream.push(tone(SampleRate(16'000), 101ms).view());
    stream.finish();
    const std::vector<std::int16_t> silence(1'600);
    EXPECT_THAT(stream.push({silence, SampleRate(16'000)}), Each(0));
}

}  // namespace
}  // namespace salon
