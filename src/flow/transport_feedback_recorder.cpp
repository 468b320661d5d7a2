#include "flow/transport_feedback_recorder.h"

#include <algorithm>
#include <ratio>
#include <utility>

namespace salon::flow {
namespace {

using Reference = std::chrono::duration<std::int64_t, std::ratio<64, 1000>>;
static_assert(Reference(1) == rtp::TransportFeedback::reference_unit);

}  // namespace

void TransportFeedbackRecorder::arrived(std::uint16_t transport_sequence, rtp::Ssrc media,
                                        Moment now) {
    const auto sequence = unwrapper_.unwrap(transport_sequence);
    const auto highest = std::max(highest_.value_or(sequence), sequence);
    if (sequence.value() - highest_.value_or(sequence).value() > policy_.gap_max) {
        arrivals_.clear();
        next_ = sequence;
    }
    if (highest.value() - sequence.value() > policy_.gap_max) return;  // Of no use any more.

    highest_ = highest;
    media_ = media;
    if (!arrivals_.emplace(sequence, now).second) return;
    if (arrivals_.size() > policy_.packets_max) arrivals_.erase(arrivals_.begin());
    next_ = std::min(next_.value_or(sequence), sequence);
    due_ = std::min(due_, now + policy_.every);
}

std::optional<rtp::TransportFeedback> TransportFeedbackRecorder::take_due(Moment now) {
    if (due_ > now) return std::nullopt;
    forget_before(now - policy_.memory);
    auto arrival = arrivals_.lower_bound(*next_);
    if (arrival == arrivals_.end()) {
        due_ = never;
        return std::nullopt;
    }

    auto feedback = start_message(arrival->second);
    const auto reference =
        Moment(std::chrono::floor<Reference>(arrival->second.time_since_epoch()));
    const auto first = *next_;
    auto previous = arrival->second;
    for (std::size_t count = 0; arrival != arrivals_.end() && count < policy_.arrived_max;
         ++arrival, ++count) {
        const auto [sequence, moment] = *arrival;
        const auto place = static_cast<std::size_t>(sequence.value() - first.value());
        if (place >= policy_.reported_max) break;
        if (std::chrono::abs(moment - previous) >= rtp::TransportFeedback::step_max) break;
        feedback.packets.resize(place);
        feedback.packets.emplace_back((moment - reference) / rtp::TransportFeedback::tick);
        next_ = rtp::next(sequence);
        previous = moment;
    }
    if (arrival == arrivals_.end()) due_ = never;
    return feedback;
}

rtp::TransportFeedback TransportFeedbackRecorder::start_message(Moment arrival) {
    const auto reference = std::chrono::floor<Reference>(arrival.time_since_epoch()).count();
    return {.sender = sender_,
            .media = media_,
            .number = number_++,
            .first = rtp::wire(*next_),
            .reference = static_cast<std::int32_t>(reference & 0xFF'FFFF)};
}

// Reported arrivals stay a while: when an older packet comes late, they are told again with it.
void TransportFeedbackRecorder::forget_before(Moment oldest) {
    auto first_kept = arrivals_.begin();
    while (first_kept != arrivals_.end() && first_kept->first < *next_ &&
           first_kept->second < oldest) {
        ++first_kept;
    }
    arrivals_.erase(arrivals_.begin(), first_kept);
}

Moment TransportFeedbackRecorder::deadline() const { return due_; }

}  // namespace salon::flow
