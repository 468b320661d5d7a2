#include "peer/reports.h"

#include <utility>

namespace salon::peer {

bool Reports::take_due(Moment now) {
    if (now < due_) return false;
    const auto spread = static_cast<std::uint64_t>(period.count());
    due_ = now + period / 2 + Duration(static_cast<std::int64_t>(random_.below(spread)));
    return true;
}

void Reports::reference(const rtp::XrRrtr& rrtr, Moment now) {
    if (references_.size() >= references_max && !references_.contains(rrtr.sender)) return;
    references_[rrtr.sender] = {.compact_ntp = rrtr.ntp.compact(), .heard = now};
}

std::vector<rtp::Rtcp> Reports::opening(std::vector<rtp::SenderReport> senders,
                                        std::vector<rtp::ReportBlock> blocks) const {
    std::vector<rtp::Rtcp> parts;
    rtp::Sdes names;
    for (auto& sender : senders) {
        sender.blocks = std::exchange(blocks, {});
        names.chunks.push_back({.ssrc = sender.sender, .cname = options_.cname});
        parts.emplace_back(std::move(sender));
    }
    if (parts.empty()) {
        parts.emplace_back(
            rtp::ReceiverReport{.sender = options_.reporter, .blocks = std::move(blocks)});
        names.chunks.push_back({.ssrc = options_.reporter, .cname = options_.cname});
    }
    parts.emplace_back(std::move(names));
    return parts;
}

ByteBuffer Reports::compound(std::vector<rtp::SenderReport> senders,
                             std::vector<rtp::ReportBlock> blocks, Moment now) {
    auto parts = opening(std::move(senders), std::move(blocks));
    if (!references_.empty()) {
        rtp::XrDlrr delays{.sender = options_.reporter};
        for (const auto& [receiver, reference] : std::exchange(references_, {})) {
            delays.entries.push_back(
                {.receiver = receiver,
                 .last_reference = reference.compact_ntp,
                 .delay_since_reference = rtp::compact_length(now - reference.heard)});
        }
        parts.emplace_back(std::move(delays));
    }
    return rtp::write_rtcp(parts);
}

ByteBuffer Reports::feedback(rtp::Rtcp message) const {
    std::vector<rtp::Rtcp> parts;
    if (!options_.reduced_size) parts = opening({}, {});
    parts.push_back(std::move(message));
    return rtp::write_rtcp(parts);
}

ByteBuffer Reports::goodbye(const std::vector<rtp::Ssrc>& sources) const {
    auto parts = opening({}, {});
    parts.emplace_back(rtp::Bye{.sources = sources});
    return rtp::write_rtcp(parts);
}

}  // namespace salon::peer
