#include "flow/bandwidth_estimator.h"

#include <algorithm>

namespace salon::flow {

void BandwidthEstimator::sent(std::size_t size, Moment now) {
    packets_.sent(size, now);
    waiting_since_ = std::min(waiting_since_, now);
}

void BandwidthEstimator::feedback(const rtp::TransportFeedback& feedback, Moment now) {
    const auto fates = packets_.take(feedback);
    if (fates.empty()) return;
    ever_told_ = true;
    waiting_since_ = never;
    const auto arrived_before = arrived_;
    for (const auto& fate : fates) take(fate);

    const auto arrived = static_cast<int>(arrived_ - arrived_before);
    losses_.told(arrived, static_cast<int>(fates.size()) - arrived, bitrate(), now);
    rate_.update(detector_.usage(), acked_.bitrate(), now - fates.back().sent, now);
    if (const auto bound = losses_.bound()) rate_.set(std::min(rate_.rate(), *bound));
}

void BandwidthEstimator::take(const PacketFate& fate) {
    if (!fate.arrived) {
        ++lost_;
        return;
    }
    ++arrived_;
    acked_.passed(fate.size, *fate.arrived);
    if (const auto step = groups_.arrived(fate.sent, *fate.arrived)) {
        detector_.judge(trendline_.trend(*step), *step);
    }
}

void BandwidthEstimator::advance(Moment now) {
    if (now < deadline()) return;
    waiting_since_ = now;
    rate_.set(rate_.rate() / 2);
}

Moment BandwidthEstimator::deadline() const {
    return ever_told_ && waiting_since_ != never ? waiting_since_ + silence : never;
}

std::int64_t BandwidthEstimator::bitrate() const {
    if (!allowed_ || *allowed_ >= static_cast<std::uint64_t>(rate_.rate())) return rate_.rate();
    return std::max(limits_.min, static_cast<std::int64_t>(*allowed_));
}

}  // namespace salon::flow
