// The numbers of one received stream: unwraps them, and keeps its reception statistics.
#pragma once

#include <cstdint>

#include "flow/receiver_stats.h"
#include "peer/stats.h"
#include "rtp/packet.h"
#include "rtp/sequence.h"

namespace salon::peer {

class InboundStream {
public:
    struct Position {
        rtp::Sequence sequence;
        std::int64_t timestamp = 0;
    };

    InboundStream(rtp::Ssrc ssrc, std::int64_t rate) : ssrc_(ssrc), stats_(ssrc, rate) {}

    rtp::Ssrc ssrc() const { return ssrc_; }

    /// A packet as it came on the stream's own SSRC.
    Position arrived(const rtp::PacketView& packet, Moment now) {
        const auto position = locate(packet.header);
        stats_.arrived(position.sequence, position.timestamp, now);
        bytes_ += packet.payload.size();
        return position;
    }
    /// One that came another way (RTX): it has a place, but tells nothing about the path.
    Position locate(const rtp::Header& header) {
        return {.sequence = sequences_.unwrap(header.sequence),
                .timestamp = timestamps_.unwrap(header.timestamp)};
    }

    flow::ReceiverStats& stats() { return stats_; }

    void add_to(InboundStats& stats) const {
        stats.packets_received += stats_.packets_received();
        stats.bytes_received += bytes_;
        stats.packets_lost += stats_.packets_lost();
        stats.fraction_lost = stats_.fraction_lost();
        stats.jitter = stats_.jitter();
    }

private:
    rtp::Ssrc ssrc_;
    rtp::SequenceUnwrapper sequences_;
    rtp::TimestampUnwrapper timestamps_;
    flow::ReceiverStats stats_;
    std::uint64_t bytes_ = 0;
};

}  // namespace salon::peer
