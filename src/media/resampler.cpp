#include "media/resampler.h"

#include "base/check.h"

namespace salon {

namespace {

constexpr int quality = 5;

/// The frames that `frames` become, rounded to the nearest.
std::size_t frames_after(std::size_t frames, SampleRate from, SampleRate to) {
    const auto rate = static_cast<std::size_t>(from.value());
    return (frames * static_cast<std::size_t>(to.value()) + rate / 2) / rate;
}

}  // namespace

Resampler::Resampler(SampleRate from, SampleRate to, int channels)
    : from_(from), to_(to), channels_(channels) {
    check(from.value() > 0 && to.value() > 0 && channels > 0);
    if (from == to) return;
    int error = 0;
    speex_.reset(speex_resampler_init(static_cast<spx_uint32_t>(channels),
                                      static_cast<spx_uint32_t>(from.value()),
                                      static_cast<spx_uint32_t>(to.value()), quality, &error));
    check(speex_ != nullptr && error == RESAMPLER_ERR_SUCCESS);
    speex_resampler_skip_zeros(speex_.get());
}

std::vector<std::int16_t> Resampler::push(std::span<const std::int16_t> samples) {
    const auto channels = static_cast<std::size_t>(channels_);
    check(samples.size() % channels == 0);
    if (!speex_) return {samples.begin(), samples.end()};

    const auto frames = samples.size() / channels;
    std::vector<std::int16_t> out((frames_after(frames, from_, to_) + 1) * channels);
    auto taken = static_cast<spx_uint32_t>(frames);
    auto given = static_cast<spx_uint32_t>(out.size() / channels);
    speex_resampler_process_interleaved_int(speex_.get(), samples.data(), &taken, out.data(),
                                            &given);
    check(taken == frames);
    out.resize(given * channels);
    return out;
}

std::vector<std::int16_t> Resampler::finish() {
    if (!speex_) return {};
    const auto held = static_cast<std::size_t>(speex_resampler_get_input_latency(speex_.get()));
    auto out = push(std::vector<std::int16_t>(held * static_cast<std::size_t>(channels_)));
    speex_resampler_reset_mem(speex_.get());
    speex_resampler_skip_zeros(speex_.get());
    return out;
}

AudioBlock resampled(AudioView audio, SampleRate to) {
    Resampler resampler(audio.rate, to, audio.channels);
    AudioBlock block{
        .samples = resampler.push(audio.samples), .rate = to, .channels = audio.channels};
    const auto tail = resampler.finish();
    block.samples.insert(block.samples.end(), tail.begin(), tail.end());
    block.samples.resize(frames_after(audio.frames(), audio.rate, to) *
                         static_cast<std::size_t>(audio.channels));
    return block;
}

}  // namespace salon
