#include "flow/receiver_stats.h"

#include <algorithm>
#include <utility>

namespace salon::flow {

void ReceiverStats::arrived(rtp::Sequence sequence, std::int64_t timestamp, Moment now) {
    if (!first_ || sequence > highest_) {
        jitter_.arrived(timestamp, now);
        highest_ = sequence;
    }
    first_ = std::min(first_.value_or(sequence), sequence);
    ++received_;
}

void ReceiverStats::sender_report(const rtp::SenderReport& report, Moment now) {
    heard_ = HeardReport{.compact_ntp = report.ntp.compact(), .at = now};
}

std::optional<rtp::ReportBlock> ReceiverStats::take_report(Moment now) {
    if (!first_) return std::nullopt;
    fraction_lost_ = take_fraction_lost();
    rtp::ReportBlock block{
        .ssrc = ssrc_,
        .fraction_lost = fraction_lost_,
        .packets_lost = static_cast<std::int32_t>(packets_lost()),
        .highest_sequence = static_cast<std::uint32_t>(highest_.value()),
        .jitter = jitter_.ticks(),
    };
    if (heard_) {
        block.last_report = heard_->compact_ntp;
        block.delay_since_report = rtp::compact_length(now - heard_->at);
    }
    return block;
}

std::int64_t ReceiverStats::packets_lost() const {
    return expected() - static_cast<std::int64_t>(received_);
}

std::int64_t ReceiverStats::expected() const {
    return first_ ? highest_.value() - first_->value() + 1 : 0;
}

// RFC 3550 A.3: of the packets expected since the last report; duplicates can hide losses.
std::uint8_t ReceiverStats::take_fraction_lost() {
    const auto expected_now = expected() - std::exchange(expected_before_, expected());
    const auto received_now =
        static_cast<std::int64_t>(received_ - std::exchange(received_before_, received_));
    const auto lost = expected_now - received_now;
    if (expected_now <= 0 || lost <= 0) return 0;
    return static_cast<std::uint8_t>(std::min<std::int64_t>(lost * 256 / expected_now, 255));
}

}  // namespace salon::flow
