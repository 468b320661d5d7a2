#include "critic/ears.h"

#include <charconv>

namespace salon::critic {
namespace {

constexpr SampleRate ear_rate(speech::voice_rate);
constexpr int rate_min = 8'000;
constexpr int rate_max = 96'000;

std::vector<std::int16_t> samples_of(Bytes pcm) {
    std::vector<std::int16_t> samples(pcm.size() / 2);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] = static_cast<std::int16_t>(pcm[2 * i] | pcm[2 * i + 1] << 8);
    }
    return samples;
}

}  // namespace

Ears::Ears(std::unique_ptr<speech::VoiceActivity> activity, speech::TurnPolicy policy)
    : detector_(std::move(activity), policy), resampler_(ear_rate, ear_rate, 1) {}

Heard Ears::hear(Bytes pcm, SampleRate rate) {
    if (rate != resampler_.from()) resampler_ = Resampler(rate, ear_rate, 1);
    return told(detector_.push(resampler_.push(samples_of(pcm))));
}

Heard Ears::pause() { return told(detector_.flush()); }

Heard Ears::told(const std::vector<speech::TurnEvent>& events) {
    Heard heard;
    for (const auto& event : events) {
        const bool started = event.kind == speech::TurnEvent::Kind::Started;
        if (started) started_at_ = event.position;
        const auto samples = event.position - started_at_;
        heard.push_back(
            {.started = started, .length = Duration(samples * 1'000'000 / speech::voice_rate)});
    }
    return heard;
}

std::optional<SampleRate> pcm_rate(std::string_view mime_type) {
    constexpr std::string_view kind = "audio/pcm";
    constexpr std::string_view parameter = "rate=";
    if (!mime_type.starts_with(kind)) return std::nullopt;
    const auto at = mime_type.find(parameter);
    if (at == mime_type.npos) return ear_rate;
    const auto digits = mime_type.substr(at + parameter.size());
    int rate = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), rate);
    if (rate < rate_min || rate > rate_max) return std::nullopt;
    return SampleRate(rate);
}

}  // namespace salon::critic
