#include "session/speaker.h"

#include <algorithm>

namespace salon::session {

namespace {

constexpr SampleRate wire_rate{48'000};
constexpr std::size_t packet_samples = 960;  // 20 ms
constexpr Duration packet_length = 20ms;
constexpr std::size_t fade_samples = 240;  // 5 ms

std::size_t samples_in(Duration length) {
    return static_cast<std::size_t>(length.count() * wire_rate.value() / 1'000'000);
}

}  // namespace

Speaker::Speaker(SpeakerPolicy policy)
    : policy_(policy), mouth_(wire_rate), encoder_(codec::OpusEncoding{}) {}

bool Speaker::push(AudioView audio) {
    ending_ = false;
    return queue(mouth_.push(audio));
}

bool Speaker::queue(std::span<const std::int16_t> samples) {
    const auto room = samples_in(policy_.queue_max) - queued_.size();
    const auto kept = std::min(room, samples.size());
    queued_.insert(queued_.end(), samples.begin(),
                   samples.begin() + static_cast<std::ptrdiff_t>(kept));
    return kept == samples.size();
}

void Speaker::flush() {
    mouth_.finish();
    const auto kept = std::min(queued_.size(), due_ ? fade_samples : 0);
    queued_.resize(kept);
    for (std::size_t i = 0; i < kept; ++i) {
        const auto left = static_cast<int>(kept - i);
        queued_[i] = static_cast<std::int16_t>(queued_[i] * left / static_cast<int>(kept));
    }
    ending_ = true;
}

bool Speaker::packet_ready() const {
    if (queued_.size() >= packet_samples) return true;
    return ending_ && (!queued_.empty() || tail_left_ > 0);
}

void Speaker::note_starvation(Moment now) {
    if (!due_ || packet_ready() || now <= *due_ + policy_.lateness_max) return;
    ending_ = true;
    queue(mouth_.finish());
}

std::optional<EncodedAudio> Speaker::take_due(Moment now) {
    note_starvation(now);
    if (!packet_ready()) return std::nullopt;
    // What came late is caught up at once, a little of it: else each stall would stay as delay.
    due_ = std::max(due_.value_or(now), now - policy_.catch_up_max);
    if (now < *due_) return std::nullopt;
    if (!origin_) origin_ = *due_;

    tail_left_ = queued_.empty() ? tail_left_ - 1 : policy_.tail_packets;
    const auto samples = next_samples();
    const AudioView view{samples, wire_rate, 1};
    const auto ticks = (*due_ - *origin_).count() * wire_rate.value() / 1'000'000;
    EncodedAudio packet{.bytes = encoder_.encode(view),
                        .time = {.ticks = ticks, .rate = wire_rate.value()},
                        .length = packet_length};
    due_ = *due_ + packet_length;
    if (queued_.empty() && tail_left_ == 0) due_.reset();
    return packet;
}

Moment Speaker::deadline() const {
    if (packet_ready()) return due_.value_or(Moment::min());
    return due_ ? *due_ + policy_.lateness_max + Duration(1) : never;
}

Duration Speaker::queued() const {
    return Duration(static_cast<std::int64_t>(queued_.size()) * 1'000'000 / wire_rate.value());
}

std::vector<std::int16_t> Speaker::next_samples() {
    std::vector<std::int16_t> samples(packet_samples);
    const auto count = std::min(packet_samples, queued_.size());
    const auto end = queued_.begin() + static_cast<std::ptrdiff_t>(count);
    std::copy(queued_.begin(), end, samples.begin());
    queued_.erase(queued_.begin(), end);
    return samples;
}

}  // namespace salon::session
