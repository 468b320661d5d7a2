#include "codec/g711.h"

#include <algorithm>
#include <bit>

namespace salon::codec {

namespace {

// A code is, all bits turned over: sign, three bits of exponent, four of mantissa. With the bias
// every magnitude is (16 + mantissa) << (exponent + 3) and something below that, so the highest
// bit tells the exponent.
constexpr unsigned bias = 132;
constexpr unsigned biased_max = 0x7fff;
constexpr unsigned sign_bit = 0x80;

std::uint8_t encoded(std::int16_t sample) {
    // The complement, as in ITU-T G.191: so no magnitude is too large, and a tie falls to zero.
    const auto magnitude = static_cast<unsigned>(sample < 0 ? ~sample : sample);
    const auto biased = std::min(magnitude + bias, biased_max);
    const auto exponent = static_cast<unsigned>(std::bit_width(biased)) - 8;
    const auto mantissa = biased >> (exponent + 3) & 0x0f;
    const auto sign = sample < 0 ? sign_bit : 0;
    return static_cast<std::uint8_t>(~(sign | exponent << 4 | mantissa));
}

std::int16_t decoded(std::uint8_t code) {
    const auto bits = static_cast<unsigned>(~code);
    const auto exponent = bits >> 4 & 0x07;
    const auto mantissa = bits & 0x0f;
    // In the middle of what was below the mantissa.
    const auto magnitude = static_cast<int>(((mantissa << 3) + bias) << exponent) - int{bias};
    return static_cast<std::int16_t>(bits & sign_bit ? -magnitude : magnitude);
}

}  // namespace

ByteBuffer to_mu_law(std::span<const std::int16_t> samples) {
    ByteBuffer codes(samples.size());
    std::ranges::transform(samples, codes.begin(), encoded);
    return codes;
}

std::vector<std::int16_t> from_mu_law(Bytes codes) {
    std::vector<std::int16_t> samples(codes.size());
    std::ranges::transform(codes, samples.begin(), decoded);
    return samples;
}

}  // namespace salon::codec
