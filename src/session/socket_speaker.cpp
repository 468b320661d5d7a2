#include "session/socket_speaker.h"

#include <algorithm>

#include "base/check.h"
#include "codec/g711.h"

namespace salon::session {

namespace {

constexpr Duration frame_length = 20ms;

}  // namespace

SocketSpeaker::SocketSpeaker(SampleRate wire, SocketSpeakerPolicy policy)
    : policy_(policy), wire_(wire), frame_samples_(frames_in(frame_length, wire)), mouth_(wire) {
    check(frame_samples_ > 0);
}

bool SocketSpeaker::push(AudioView audio, Moment now) {
    pushed_ = now;
    return queue(mouth_.push(audio));
}

bool SocketSpeaker::queue(std::span<const std::int16_t> samples) {
    const auto codes = codec::to_mu_law(samples);
    const auto room = frames_in(policy_.queue_max, wire_) - queued_.size();
    const auto kept = std::min(room, codes.size());
    queued_.insert(queued_.end(), codes.begin(), codes.begin() + static_cast<std::ptrdiff_t>(kept));
    return kept == codes.size();
}

bool SocketSpeaker::flush() {
    queued_.clear();
    mouth_.finish();
    played_ = {};
    return std::exchange(handed_over_, false);
}

std::optional<ByteBuffer> SocketSpeaker::take_due(Moment now) {
    if (now < deadline()) return std::nullopt;
    if (!whole_frame()) queue(mouth_.finish());
    ByteBuffer frame(frame_samples_, codec::mu_law_silence);
    const auto count = std::min(frame_samples_, queued_.size());
    const auto end = queued_.begin() + static_cast<std::ptrdiff_t>(count);
    std::copy(queued_.begin(), end, frame.begin());
    queued_.erase(queued_.begin(), end);
    // Who has nothing more to play begins anew: a gap that was heard is not caught up.
    played_ = std::max(played_, now) + frame_length;
    handed_over_ = true;
    return frame;
}

Moment SocketSpeaker::deadline() const {
    if (queued_.empty()) return never;
    const auto room = played_ + frame_length - policy_.lead;
    return whole_frame() ? room : std::max(room, pushed_ + policy_.rest_patience);
}

Duration SocketSpeaker::queued(Moment now) const {
    const auto samples = static_cast<std::int64_t>(queued_.size());
    const Duration here(samples * 1'000'000 / wire_.value());
    return here + std::max(played_ - now, Duration(0));
}

}  // namespace salon::session
