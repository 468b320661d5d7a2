// Samples from and to the shapes that other programs have them in: floats, and bytes that come as
// they like.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.h"

namespace salon {

/// Floats from 16-bit samples, exactly.
///
/// Units   result in [-1, 1): -32768 is -1
/// Thread  any; does not block
std::vector<float> to_float(std::span<const std::int16_t> samples);

/// The nearest 16-bit samples; what came from to_float comes back as it was.
///
/// Units   1 is full scale; what is louder saturates, what is not a number is silence
/// Thread  any; does not block
std::vector<std::int16_t> to_int16(std::span<const float> samples);

/// Samples from a stream of bytes (raw 16-bit sound, little endian: a speech service's
/// `pcm_s16le`, a pipe) that is cut anywhere, also in the middle of a sample.
class SampleBytes {
public:
    /// The samples that are whole now, possibly none.
    ///
    /// Thread  one at a time; does not block
    std::vector<std::int16_t> push(Bytes bytes);

    /// Half a sample waits for its other byte.
    bool waiting() const { return first_half_.has_value(); }

private:
    std::optional<std::uint8_t> first_half_;
};

}  // namespace salon
