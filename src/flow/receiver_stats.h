// What a receiver reports about one stream (RFC 3550 §6.4, A.3, A.8).
//   in   each packet on the stream's own SSRC (not those recovered through RTX), sender reports
//   out  the report block; counts for the statistics
//
// One per received SSRC, on its session's strand.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"
#include "flow/jitter.h"
#include "rtp/report.h"
#include "rtp/sequence.h"

namespace salon::flow {

class ReceiverStats {
public:
    ReceiverStats(rtp::Ssrc ssrc, std::int64_t rate) : ssrc_(ssrc), jitter_(rate) {}

    void arrived(rtp::Sequence sequence, std::int64_t timestamp, Moment now);
    void sender_report(const rtp::SenderReport& report, Moment now);

    /// Nothing before the first packet. Begins the next interval of fraction_lost.
    std::optional<rtp::ReportBlock> take_report(Moment now);

    std::uint64_t packets_received() const { return received_; }
    /// Expected minus received; negative when more came than were sent (duplicates).
    std::int64_t packets_lost() const;
    Duration jitter() const { return jitter_.length(); }
    /// Of the last report's interval, 0 to 1.
    double fraction_lost() const { return fraction_lost_ / 256.0; }

private:
    struct HeardReport {
        std::uint32_t compact_ntp = 0;
        Moment at{};
    };

    std::int64_t expected() const;
    std::uint8_t take_fraction_lost();

    rtp::Ssrc ssrc_;
    Jitter jitter_;
    std::optional<rtp::Sequence> first_;
    rtp::Sequence highest_;
    std::uint64_t received_ = 0;
    std::int64_t expected_before_ = 0;  // At the last report, and so is the next.
    std::uint64_t received_before_ = 0;
    std::uint8_t fraction_lost_ = 0;
    std::optional<HeardReport> heard_;
};

}  // namespace salon::flow
