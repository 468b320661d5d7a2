#include "flow/sent_packets.h"

#include <utility>

namespace salon::flow {

void SentPackets::sent(std::size_t size, Moment now) {
    waiting_.push_back({.size = size, .at = now});
    if (waiting_.size() > packets_max) waiting_.pop_front();
    next_ = rtp::next(next_);
}

std::vector<PacketFate> SentPackets::take(const rtp::TransportFeedback& feedback) {
    const auto units = references_.unwrap(static_cast<std::uint32_t>(feedback.reference));
    const auto reference = units * rtp::TransportFeedback::reference_unit;

    std::vector<PacketFate> fates;
    auto number = feedback.first;
    for (const auto& arrival : feedback.packets) {
        auto* packet = find(number++);
        if (packet == nullptr || std::exchange(packet->told, true)) continue;
        PacketFate fate{.size = packet->size, .sent = packet->at};
        if (arrival) fate.arrived = reference + *arrival * rtp::TransportFeedback::tick;
        fates.push_back(fate);
    }
    forget_told();
    return fates;
}

SentPackets::Sent* SentPackets::find(std::uint16_t number) {
    const auto back = static_cast<std::uint16_t>(next() - number);  // 1 is the newest.
    if (back == 0 || back > waiting_.size()) return nullptr;
    return &waiting_[waiting_.size() - back];
}

void SentPackets::forget_told() {
    while (!waiting_.empty() && waiting_.front().told) waiting_.pop_front();
}

}  // namespace salon::flow
