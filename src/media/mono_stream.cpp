#include "media/mono_stream.h"

#include "base/check.h"

namespace salon {

std::vector<std::int16_t> MonoStream::push(AudioView audio) {
    check(playable(audio));
    if (audio.channels > 1) {
        const auto mixed = to_mono(audio);
        return push(mixed.view());
    }
    std::vector<std::int16_t> ready;
    if (resampler_ && resampler_->from() != audio.rate) ready = finish();
    if (!resampler_) resampler_.emplace(audio.rate, rate_, 1);
    const auto samples = resampler_->push(audio.samples);
    ready.insert(ready.end(), samples.begin(), samples.end());
    return ready;
}

std::vector<std::int16_t> MonoStream::finish() {
    auto rest = resampler_ ? resampler_->finish() : std::vector<std::int16_t>{};
    resampler_.reset();
    return rest;
}

}  // namespace salon
