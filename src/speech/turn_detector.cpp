#include "speech/turn_detector.h"

#include <algorithm>

#include "base/check.h"

namespace salon::speech {
namespace {

constexpr std::int64_t samples_in(Duration length) {
    return length.count() * voice_rate / 1'000'000;
}

}  // namespace

TurnDetector::TurnDetector(std::unique_ptr<VoiceActivity> activity, TurnPolicy policy)
    : activity_(std::move(activity)), policy_(policy) {
    check(activity_ != nullptr && policy_.stop <= policy_.start);
}

std::vector<TurnEvent> TurnDetector::push(std::span<const std::int16_t> samples) {
    std::vector<TurnEvent> events;
    while (!samples.empty()) {
        const auto taken = std::min(samples.size(), voice_chunk_samples - waiting_.size());
        const auto part = samples.first(taken);
        waiting_.insert(waiting_.end(), part.begin(), part.end());
        samples = samples.subspan(taken);
        if (waiting_.size() == voice_chunk_samples) hear(events);
    }
    return events;
}

std::vector<TurnEvent> TurnDetector::flush() {
    std::vector<TurnEvent> events;
    if (speaking_) end(events);
    voiced_ = 0;
    return events;
}

void TurnDetector::hear(std::vector<TurnEvent>& events) {
    const float probability =
        activity_->probability(std::span<const std::int16_t, voice_chunk_samples>(waiting_));
    waiting_.clear();
    heard_ += voice_chunk_samples;
    speaking_ ? listen_for_end(probability, events) : listen_for_start(probability, events);
}

void TurnDetector::listen_for_start(float probability, std::vector<TurnEvent>& events) {
    if (probability < policy_.stop) voiced_ = 0;
    if (probability < policy_.start) return;
    voiced_ += voice_chunk_samples;
    if (voiced_ < samples_in(policy_.speech_min)) return;

    speaking_ = true;
    started_at_ = std::max<std::int64_t>(0, heard_ - voiced_ - samples_in(policy_.pre_roll));
    last_voice_ = heard_;
    events.push_back({.kind = TurnEvent::Kind::Started, .position = started_at_});
}

void TurnDetector::listen_for_end(float probability, std::vector<TurnEvent>& events) {
    if (probability >= policy_.stop) last_voice_ = heard_;
    const bool silent = heard_ - last_voice_ >= samples_in(policy_.silence);
    const bool too_long = heard_ - started_at_ >= samples_in(policy_.length_max);
    if (silent || too_long) end(events);
}

void TurnDetector::end(std::vector<TurnEvent>& events) {
    speaking_ = false;
    voiced_ = 0;
    events.push_back({.kind = TurnEvent::Kind::Ended, .position = last_voice_});
}

}  // namespace salon::speech
