#include "media/audio.h"

#include <cmath>

#include "base/check.h"

namespace salon {

Duration AudioView::duration() const {
    check(rate.value() > 0);
    return Duration(static_cast<std::int64_t>(frames()) * 1'000'000 / rate.value());
}

bool playable(AudioView audio) {
    return audio.rate >= sample_rate_min && audio.rate <= sample_rate_max && audio.channels > 0 &&
           audio.channels <= channels_max &&
           audio.samples.size() % static_cast<std::size_t>(audio.channels) == 0;
}

AudioBlock to_mono(AudioView audio) {
    check(audio.channels > 0);
    AudioBlock mono{.samples = {}, .rate = audio.rate, .channels = 1};
    mono.samples.reserve(audio.frames());
    const auto channels = static_cast<std::size_t>(audio.channels);
    for (std::size_t frame = 0; frame < audio.frames(); ++frame) {
        int sum = 0;
        for (const auto sample : audio.samples.subspan(frame * channels, channels)) sum += sample;
        mono.samples.push_back(static_cast<std::int16_t>(sum / audio.channels));
    }
    return mono;
}

double level_rms(AudioView audio) {
    if (audio.samples.empty()) return 0;
    double power = 0;
    for (const double sample : audio.samples) power += sample * sample;
    return std::sqrt(power / static_cast<double>(audio.samples.size())) / 32'768;
}

}  // namespace salon
