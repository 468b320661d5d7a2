// Changes the sample rate of a stream of sound (speexdsp, quality 5).
//
//   in   pieces of any length at one rate
//   out  what is ready at the other rate
//
// The filter's delay is skipped at the start, so the first sample out belongs to the first one in
// and a stream comes out about 2 ms late, never shifted. One stream each; not shared by threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <speex/speex_resampler.h>

#include "base/handle.h"
#include "media/audio.h"

namespace salon {

class Resampler {
public:
    Resampler(SampleRate from, SampleRate to, int channels);

    /// Takes the next piece and gives what is ready, possibly nothing.
    ///
    /// Shape   interleaved, whole frames
    /// Thread  strand or pool; does not block (40 us for 20 ms of sound)
    std::vector<std::int16_t> push(std::span<const std::int16_t> samples);

    /// Gives what the filter still holds, then stands at the start of a new stream.
    std::vector<std::int16_t> finish();

    SampleRate from() const { return from_; }
    SampleRate to() const { return to_; }

private:
    using SpeexHandle = Handle<SpeexResamplerState, speex_resampler_destroy>;

    SampleRate from_;
    SampleRate to_;
    int channels_;
    SpeexHandle speex_;  // Null when the rates are equal.
};

/// A whole block at another rate, with its length and its place in time kept.
///
/// Thread  any; does not block
AudioBlock resampled(AudioView audio, SampleRate to);

}  // namespace salon
