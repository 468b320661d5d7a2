// One stream of sound at one rate, from blocks that may each have a rate and channels of their own.
//
//   in   what somebody says, block by block
//   out  mono samples at the stream's rate, all channels mixed
//
// While blocks have the same rate they are one stream: no seam is heard between two of them. One of
// another rate ends that stream, whole, and begins the next.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "media/audio.h"
#include "media/resampler.h"

namespace salon {

class MonoStream {
public:
    explicit MonoStream(SampleRate rate) : rate_(rate) {}

    /// Takes the next block and gives what is ready, possibly nothing.
    ///
    /// Shape   any that is `playable`
    /// Thread  one at a time; does not block (40 us for 20 ms of sound)
    std::vector<std::int16_t> push(AudioView audio);

    /// Gives what is still held, about 2 ms; what comes next is another stream.
    std::vector<std::int16_t> finish();

private:
    SampleRate rate_;
    std::optional<Resampler> resampler_;  // From the rate of the newest block.
};

}  // namespace salon
