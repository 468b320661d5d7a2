// What the two senders share: how large a payload may be, the room for the transport-wide number,
// and how a sent stream is counted.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/address.h"
#include "flow/sender_stream.h"
#include "peer/stats.h"
#include "rtp/packet.h"
#include "sdp/answer.h"
#include "secure/srtp_transform.h"

namespace salon::peer {

inline constexpr std::size_t rtp_header_size = 12 + 8;  // One extension at most, and no CSRCs.
inline constexpr std::size_t rtx_header_size = 2;       // RFC 4588 §4: the original number.
inline constexpr std::size_t rtp_payload_max =
    datagram_size_max - rtp_header_size - rtx_header_size - secure::srtp_growth_max;

/// An extension for the transport-wide number, if the section has one. The number itself is written
/// when the packet leaves: those numbers count departures.
inline rtp::Extensions room_for_number(const sdp::MediaPlan& plan) {
    static constexpr std::array<std::uint8_t, 2> to_come{};
    const auto id = plan.extensions.transport_cc;
    if (!plan.feedback.transport_cc || !id) return {};
    return {rtp::Extension{.id = *id, .value = to_come}};
}

inline void add_stream(const flow::SenderStream& stream, std::int64_t rate, OutboundStats& stats) {
    stats.packets_sent = stream.stats().packets_sent();
    stats.bytes_sent = stream.stats().bytes_sent();
    stats.retransmissions_sent = stream.retransmissions();
    if (const auto& heard = stream.stats().heard()) {
        stats.remote_fraction_lost = heard->fraction_lost / 256.0;
        stats.remote_packets_lost = heard->packets_lost;
        stats.remote_jitter = Duration(std::int64_t{heard->jitter} * 1'000'000 / rate);
    }
}

}  // namespace salon::peer
