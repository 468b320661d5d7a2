#include "speech/turn_recorder.h"

#include <algorithm>
#include <utility>

namespace salon::speech {
namespace {

constexpr SampleRate detector_rate(voice_rate);
constexpr Duration chunks_under_way = 200ms;  // Heard, and not yet judged by the detector.

std::int64_t samples_in(Duration length) {
    return static_cast<std::int64_t>(frames_in(length, detector_rate));
}

}  // namespace

TurnRecorder::TurnRecorder(std::unique_ptr<VoiceActivity> activity, SampleRate rate,
                           TurnPolicy policy)
    : rate_(rate),
      policy_(policy),
      to_detector_(rate, detector_rate, 1),
      detector_(std::move(activity), policy),
      ended_at_(-samples_in(policy.silence)) {}

std::vector<TurnNews> TurnRecorder::push(std::span<const std::int16_t> samples) {
    heard_.insert(heard_.end(), samples.begin(), samples.end());
    std::vector<TurnNews> news;
    for (const auto& event : detector_.push(to_detector_.push(samples))) {
        if (event.kind == TurnEvent::Kind::Started) {
            news.emplace_back(began(event.position));
        } else {
            news.emplace_back(ended(event.position));
        }
    }
    if (!detector_.speaking()) keep_newest();
    return news;
}

AudioBlock TurnRecorder::end_now() {
    const auto events = detector_.flush();
    if (!events.empty()) return ended(events.front().position);
    return {.samples = {}, .rate = rate_};
}

void TurnRecorder::forget() {
    detector_.flush();
    drop_first(heard_.size());
}

TurnBegan TurnRecorder::began(std::int64_t position) {
    drop_first(place_of(position));
    const auto first_voice = position + samples_in(policy_.pre_roll);
    return {.goes_on = first_voice - ended_at_ < samples_in(policy_.silence)};
}

AudioBlock TurnRecorder::ended(std::int64_t position) {
    ended_at_ = position;
    const auto end = place_of(position);
    AudioBlock turn{.samples = {heard_.begin(), heard_.begin() + static_cast<std::ptrdiff_t>(end)},
                    .rate = rate_};
    drop_first(end);
    return turn;
}

void TurnRecorder::drop_first(std::size_t samples) {
    heard_.erase(heard_.begin(), heard_.begin() + static_cast<std::ptrdiff_t>(samples));
    heard_before_ += static_cast<std::int64_t>(samples);
}

void TurnRecorder::keep_newest() {
    const auto kept = frames_in(policy_.pre_roll + policy_.speech_min + chunks_under_way, rate_);
    if (heard_.size() > kept) drop_first(heard_.size() - kept);
}

std::size_t TurnRecorder::place_of(std::int64_t position) const {
    const auto there = position * rate_.value() / voice_rate - heard_before_;
    const auto size = static_cast<std::int64_t>(heard_.size());
    return static_cast<std::size_t>(std::clamp<std::int64_t>(there, 0, size));
}

}  // namespace salon::speech
