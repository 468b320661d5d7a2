// How much the way to the peer carries (Google congestion control, draft-ietf-rmcat-gcc-02).
//   in   departures, the peer's transport-cc feedback, REMB, time
//   out  the bitrate to send: the least of what delay, losses and the peer allow
//
//   feedback → SentPackets → fates → ArrivalGroups → Trendline → OveruseDetector → RateControl
//                                  → LossBound                       Throughput ↗
//
// One per transport, on its session's strand. A peer that never reports leaves the start rate
// alone; one that falls silent in mid-call halves it every `silence`.
#pragma once

#include <cstdint>
#include <optional>

#include "flow/arrival_groups.h"
#include "flow/loss_bound.h"
#include "flow/overuse_detector.h"
#include "flow/rate_control.h"
#include "flow/sent_packets.h"
#include "flow/throughput.h"
#include "flow/trendline.h"

namespace salon::flow {

class BandwidthEstimator {
public:
    static constexpr Duration silence = 1s;  ///< While packets wait for news of them.

    explicit BandwidthEstimator(RateLimits limits) : limits_(limits), rate_(limits) {}

    /// The number on the wire of the packet that leaves next; then it left, `size` bytes long.
    std::uint16_t next() const { return packets_.next(); }
    void sent(std::size_t size, Moment now);

    void feedback(const rtp::TransportFeedback& feedback, Moment now);
    /// The peer allows no more than `bitrate`, until it says otherwise.
    void allowed(std::uint64_t bitrate) { allowed_ = bitrate; }
    void advance(Moment now);
    Moment deadline() const;

    /// Bits a second, of RTP packets of all streams.
    std::int64_t bitrate() const;
    /// The fates told so far.
    std::uint64_t arrived() const { return arrived_; }
    std::uint64_t lost() const { return lost_; }

private:
    void take(const PacketFate& fate);

    RateLimits limits_;
    SentPackets packets_;
    ArrivalGroups groups_;
    Trendline trendline_;
    OveruseDetector detector_;
    Throughput acked_;
    RateControl rate_;
    LossBound losses_;
    std::optional<std::uint64_t> allowed_;
    bool ever_told_ = false;
    Moment waiting_since_ = never;  // The first departure since the last feedback.
    std::uint64_t arrived_ = 0;
    std::uint64_t lost_ = 0;
};

}  // namespace salon::flow
