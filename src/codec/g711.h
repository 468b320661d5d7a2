// Mu-law both ways (ITU-T G.711): one byte a sample, 14 bits of range with the steps of a voice.
// What telephones speak.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"

namespace salon::codec {

inline constexpr std::uint8_t mu_law_silence = 0xff;

/// The nearest code of each sample; what is louder than the loudest becomes that.
///
/// Units   16-bit samples
/// Thread  any; does not block
ByteBuffer to_mu_law(std::span<const std::int16_t> samples);

/// The sample that each code means.
///
/// Units   16-bit samples, at most 32124 either way
/// Thread  any; does not block
std::vector<std::int16_t> from_mu_law(Bytes codes);

}  // namespace salon::codec
