#include "flow/audio_ingest.h"

#include <algorithm>

#include "rtp/opus.h"

namespace salon::flow {
namespace {

constexpr std::int64_t rate = 48'000;

std::int64_t ticks_in(Duration length) { return length.count() * rate / 1'000'000; }
Duration length_of(std::int64_t ticks) { return Duration(ticks * 1'000'000 / rate); }

}  // namespace

void AudioIngest::receive(rtp::Sequence sequence, std::int64_t timestamp, Bytes payload,
                          Moment now) {
    const auto length = rtp::opus_duration(payload);
    if (!length) {
        ++stats_.malformed;
        return;
    }
    if (!expected_) {
        expected_ = sequence;
        expected_time_ = timestamp;
    }
    if (sequence < *expected_) {
        refuse(sequence);
        return;
    }
    const bool newest = held_.empty() || sequence > held_.rbegin()->first;
    Held packet{
        .timestamp = timestamp, .payload = to_buffer(payload), .length = *length, .arrived = now};
    if (!held_.emplace(sequence, std::move(packet)).second) {
        ++stats_.duplicates;
        return;
    }
    if (newest) jitter_.arrived(timestamp, now);
    give_contiguous();
    advance(now);
}

void AudioIngest::advance(Moment now) {
    while (deadline() <= now || held_.size() > policy_.held_max) fill_gap();
}

std::optional<AudioStep> AudioIngest::poll() {
    if (steps_.empty()) return std::nullopt;
    auto step = std::move(steps_.front());
    steps_.pop_front();
    return step;
}

Moment AudioIngest::deadline() const {
    return held_.empty() ? never : held_.begin()->second.arrived + patience();
}

void AudioIngest::refuse(rtp::Sequence sequence) {
    const auto back = expected_->value() - 1 - sequence.value();
    const bool given = back < 64 && (given_ >> back & 1);
    ++(given ? stats_.duplicates : stats_.late);
}

Duration AudioIngest::patience() const {
    return std::clamp(3 * jitter_.length(), policy_.patience_min, policy_.patience_max);
}

void AudioIngest::give_contiguous() {
    while (!held_.empty() && held_.begin()->first == *expected_) {
        give(std::move(held_.begin()->second));
        held_.erase(held_.begin());
    }
}

void AudioIngest::give(Held packet) {
    expected_ = rtp::next(*expected_);
    expected_time_ = packet.timestamp + ticks_in(packet.length);
    usual_length_ = packet.length;
    given_ = given_ << 1 | 1;
    ++stats_.packets;
    steps_.push_back({.kind = AudioStep::Kind::Packet,
                      .payload = std::move(packet.payload),
                      .time = {.ticks = packet.timestamp, .rate = rate},
                      .length = packet.length});
}

// What time went by bounds what was lost, and so does the number of packets: the sender may have
// paused in between, and its clock may have jumped.
void AudioIngest::fill_gap() {
    const auto& [sequence, next] = *held_.begin();
    const auto missing = sequence.value() - expected_->value();
    const auto passed = length_of(next.timestamp - expected_time_);
    fill(std::min({passed, missing * usual_length_, policy_.conceal_max}), next);
    given_ = missing < 64 ? given_ << missing : 0;
    expected_ = sequence;
    give_contiguous();
}

// The steps end where `next` begins; the last of them is in its FEC.
void AudioIngest::fill(Duration length, const Held& next) {
    const auto step_length = std::min(usual_length_, next.length);
    for (auto left = length / step_length; left > 0; --left) {
        const bool last = left == 1;
        ++(last ? stats_.recovered : stats_.concealed);
        steps_.push_back(
            {.kind = last ? AudioStep::Kind::FromNext : AudioStep::Kind::Conceal,
             .payload = last ? next.payload : ByteBuffer(),
             .time = {.ticks = next.timestamp - left * ticks_in(step_length), .rate = rate},
             .length = step_length});
    }
}

}  // namespace salon::flow
