#include "media/samples.h"

#include <algorithm>
#include <cmath>

namespace salon {

namespace {

constexpr float full_scale = 32'768;

std::int16_t nearest(float sample) {
    if (std::isnan(sample)) return 0;
    const float scaled = std::clamp(sample * full_scale, -full_scale, full_scale - 1);
    return static_cast<std::int16_t>(std::lround(scaled));
}

}  // namespace

std::vector<float> to_float(std::span<const std::int16_t> samples) {
    std::vector<float> floats(samples.size());
    std::ranges::transform(samples, floats.begin(),
                           [](std::int16_t sample) { return sample / full_scale; });
    return floats;
}

std::vector<std::int16_t> to_int16(std::span<const float> samples) {
    std::vector<std::int16_t> rounded(samples.size());
    std::ranges::transform(samples, rounded.begin(), nearest);
    return rounded;
}

std::vector<std::int16_t> SampleBytes::push(Bytes bytes) {
    std::vector<std::int16_t> samples;
    samples.reserve((bytes.size() + 1) / 2);
    for (const auto byte : bytes) {
        if (first_half_) {
            samples.push_back(static_cast<std::int16_t>(byte << 8 | *first_half_));
            first_half_.reset();
        } else {
            first_half_ = byte;
        }
    }
    return samples;
}

}  // namespace salon
