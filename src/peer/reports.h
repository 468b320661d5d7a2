// When to send RTCP reports, and what stands around their blocks (RFC 3550 §6.2, RFC 5506).
//   in   our senders' reports, blocks about what we receive, the peer's reference times
//   out  compound packets; and feedback, wrapped in one unless reduced size was agreed on
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/random.h"
#include "rtp/rtcp.h"

namespace salon::peer {

struct ReportsOptions {
    std::string cname;
    rtp::Ssrc reporter;         ///< In whose name we report while we send nothing.
    bool reduced_size = false;  ///< Feedback may come without a report in front.
};

class Reports {
public:
    static constexpr Duration period = std::chrono::seconds(1);  ///< Times 0.5 to 1.5.
    static constexpr std::size_t references_max = 4;             ///< Remembered for DLRR.

    Reports(ReportsOptions options, Random random)
        : options_(std::move(options)), random_(random) {}

    void start(Moment now) { due_ = now + period / 2; }
    Moment deadline() const { return due_; }
    /// Whether a report is due now; the next one follows in 0.5 to 1.5 s.
    bool take_due(Moment now);

    /// Remembers the peer's receiver reference time, to be answered in the next report.
    void reference(const rtp::XrRrtr& rrtr, Moment now);

    /// A compound: sender reports, the first with all `blocks`, or a receiver report; names; DLRR.
    ByteBuffer compound(std::vector<rtp::SenderReport> senders,
                        std::vector<rtp::ReportBlock> blocks, Moment now);
    ByteBuffer feedback(rtp::Rtcp message) const;
    ByteBuffer goodbye(const std::vector<rtp::Ssrc>& sources) const;

private:
    struct Reference {
        std::uint32_t compact_ntp = 0;
        Moment heard;
    };

    std::vector<rtp::Rtcp> opening(std::vector<rtp::SenderReport> senders,
                                   std::vector<rtp::ReportBlock> blocks) const;

    ReportsOptions options_;
    Random random_;
    Moment due_ = never;
    std::map<rtp::Ssrc, Reference> references_;  // At most references_max.
};

}  // namespace salon::peer
