// Sound as a value: interleaved 16-bit samples with their rate and channel count. A block owns its
// samples, a view borrows them; functions take views and give blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/strong.h"
#include "base/time.h"

namespace salon {

struct SampleRateTag;
using SampleRate = Strong<SampleRateTag, int>;  ///< Samples a second of one channel.

/// A stretch of sound somebody else owns.
///
/// Shape   interleaved: a frame is one sample of each channel
/// Units   16-bit samples
struct AudioView {
    std::span<const std::int16_t> samples;
    SampleRate rate{48'000};
    int channels = 1;

    std::size_t frames() const { return samples.size() / static_cast<std::size_t>(channels); }
    Duration duration() const;
};

/// A stretch of sound. Shape and units as AudioView.
struct AudioBlock {
    std::vector<std::int16_t> samples;
    SampleRate rate{48'000};
    int channels = 1;

    AudioView view() const { return {.samples = samples, .rate = rate, .channels = channels}; }
    std::size_t frames() const { return view().frames(); }
    Duration duration() const { return view().duration(); }
};

inline constexpr SampleRate sample_rate_min{1'000};    ///< A slower stream is no sound...
inline constexpr SampleRate sample_rate_max{384'000};  ///< ...and a faster one a mistake.
inline constexpr int channels_max = 8;                 ///< As many as a cinema's.

/// Whole frames at a rate within those limits: what can be said to somebody.
///
/// Thread  any; does not block
bool playable(AudioView audio);

/// The frames that fill `length` at `rate`, rounded down.
constexpr std::size_t frames_in(Duration length, SampleRate rate) {
    return static_cast<std::size_t>(length.count() * rate.value() / 1'000'000);
}

/// All channels averaged into one.
///
/// Thread  any; does not block
AudioBlock to_mono(AudioView audio);

/// How loud `audio` is: the root of the mean square, 0 for silence, 1 for full scale.
///
/// Thread  any; does not block, does not allocate
double level_rms(AudioView audio);

}  // namespace salon
