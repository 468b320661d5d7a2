// What a sender reports about one stream, and what it hears back (RFC 3550 §6.4.1).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/time.h"
#include "rtp/report.h"

namespace salon::flow {

class SenderStats {
public:
    explicit SenderStats(rtp::Ssrc ssrc) : ssrc_(ssrc) {}

    /// Packets sent for the first time.
    void sent(std::size_t payload_bytes);

    /// `ntp` and `timestamp` are one instant: now, and the tick that is presented now. Report
    /// blocks are for the caller to add.
    rtp::SenderReport report(rtp::NtpTime ntp, std::uint32_t timestamp) const;

    /// A block of the peer about this stream (others are ignored). `now` is our wall clock.
    void reported(const rtp::ReportBlock& block, rtp::NtpTime now);

    std::uint64_t packets_sent() const { return packets_; }
    std::uint64_t bytes_sent() const { return bytes_; }
    /// Nothing until the peer has seen a sender report of ours.
    std::optional<Duration> round_trip() const { return round_trip_; }
    /// The peer's last block.
    const std::optional<rtp::ReportBlock>& heard() const { return heard_; }

private:
    rtp::Ssrc ssrc_;
    std::uint64_t packets_ = 0;
    std::uint64_t bytes_ = 0;
    std::optional<Duration> round_trip_;
    std::optional<rtp::ReportBlock> heard_;
};

}  // namespace salon::flow
