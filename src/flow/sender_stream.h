// One stream we send: numbers its packets, keeps them, sends them again when asked.
//   in   payloads with their timestamps; NACKs; report blocks
//   out  whole RTP packets, unprotected, to be protected and sent at once
//
// Numbers start below 2^15: an early wrap that the receiver misses would cost it the SRTP keystream
// (RFC 3711 §3.3.1). They never start over, whatever feeds the stream. On its session's strand.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/random.h"
#include "base/time.h"
#include "flow/retransmission_cache.h"
#include "flow/sender_stats.h"
#include "rtp/feedback.h"
#include "rtp/packet.h"
#include "rtp/rtx.h"

namespace salon::flow {

struct SenderStreamOptions {
    rtp::Ssrc ssrc{};
    rtp::PayloadType payload_type{};
    std::optional<rtp::RtxStream> rtx{};  ///< Without it packets are sent again as they were.
    RetransmissionPolicy retransmission{};
};

struct OutgoingPayload {
    Bytes bytes{};
    std::uint32_t timestamp = 0;
    bool marker = false;
    rtp::Extensions extensions{};
};

class SenderStream {
public:
    SenderStream(const SenderStreamOptions& options, Random& random);

    ByteBuffer send(const OutgoingPayload& payload, Moment now);

    /// The packets the peer misses and we still have: through RTX, or as they were.
    std::vector<ByteBuffer> answer(const rtp::Nack& nack, Moment now);

    /// See SenderStats. The round trip also sets how often the same packet is sent again.
    void reported(const rtp::ReportBlock& block, rtp::NtpTime now);

    rtp::Ssrc ssrc() const { return options_.ssrc; }
    const SenderStats& stats() const { return stats_; }
    std::uint64_t retransmissions() const { return retransmissions_; }

private:
    ByteBuffer as_rtx(Bytes packet);

    SenderStreamOptions options_;
    rtp::Sequence next_;
    rtp::Sequence next_rtx_;
    RetransmissionCache cache_;
    SenderStats stats_;
    std::uint64_t retransmissions_ = 0;
};

}  // namespace salon::flow
