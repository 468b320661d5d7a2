#include "flow/sender_stats.h"

namespace salon::flow {

void SenderStats::sent(std::size_t payload_bytes) {
    ++packets_;
    bytes_ += payload_bytes;
}

rtp::SenderReport SenderStats::report(rtp::NtpTime ntp, std::uint32_t timestamp) const {
    return {.sender = ssrc_,
            .ntp = ntp,
            .timestamp = timestamp,
            .packet_count = static_cast<std::uint32_t>(packets_),
            .octet_count = static_cast<std::uint32_t>(bytes_)};
}

void SenderStats::reported(const rtp::ReportBlock& block, rtp::NtpTime now) {
    if (block.ssrc != ssrc_) return;
    heard_ = block;
    if (block.last_report == 0) return;
    round_trip_ = rtp::round_trip(now, block.last_report, block.delay_since_report);
}

}  // namespace salon::flow
