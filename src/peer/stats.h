// What a peer has counted so far, under the names of W3C webrtc-stats where there is one.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"

namespace salon::peer {

/// One kind of media on its way in: inbound-rtp.
struct InboundStats {
    std::uint64_t packets_received = 0;
    std::uint64_t bytes_received = 0;  ///< Payload only.
    std::int64_t packets_lost = 0;     ///< As in the last report block; duplicates lower it.
    double fraction_lost = 0;          ///< Of the last report's interval.
    Duration jitter{0};
    std::uint64_t packets_repaired = 0;       ///< Came as a retransmission.
    std::uint64_t retransmissions_asked = 0;  ///< Sequence numbers in NACKs we sent.
    std::uint64_t key_frames_asked = 0;       ///< PLIs we sent.
    std::uint64_t frames_received = 0;        ///< Pictures, or steps of audio, given to the user.
    std::uint64_t frames_dropped = 0;         ///< Pictures that were never complete.
    std::uint64_t frames_concealed = 0;       ///< Steps of audio that never came.
};

/// One kind of media on its way out: outbound-rtp and remote-inbound-rtp.
struct OutboundStats {
    std::uint64_t packets_sent = 0;
    std::uint64_t bytes_sent = 0;  ///< Payload only, without retransmissions.
    std::uint64_t frames_sent = 0;
    std::uint64_t frames_dropped = 0;  ///< Pictures refused because too much was waiting.
    std::uint64_t retransmissions_sent = 0;
    std::uint64_t key_frames_wanted = 0;  ///< PLIs and FIRs that arrived.
    std::int64_t target_bitrate = 0;      ///< Of pictures: what the way to the peer carries.
    double remote_fraction_lost = 0;      ///< From the peer's last report.
    std::int64_t remote_packets_lost = 0;
    Duration remote_jitter{0};
};

/// What the peer's transport-wide feedback told of the packets we sent, sound, pictures and repair.
struct NumberedStats {
    std::uint64_t arrived = 0;
    std::uint64_t lost = 0;
};

/// Datagrams that led nowhere, by reason.
struct DropStats {
    std::uint64_t size = 0;          ///< Too short, or longer than an Ethernet frame.
    std::uint64_t kind = 0;          ///< A first byte that RFC 7983 gives to nobody.
    std::uint64_t untrusted = 0;     ///< From an address that ICE has not checked.
    std::uint64_t early = 0;         ///< Media before there were keys.
    std::uint64_t unprotect = 0;     ///< Forged, replayed or damaged.
    std::uint64_t malformed = 0;     ///< Opened, but no RTP or RTCP inside.
    std::uint64_t unknown_ssrc = 0;  ///< Belongs to no section of the offer.
    std::uint64_t after_close = 0;

    std::uint64_t all() const {
        return size + kind + untrusted + early + unprotect + malformed + unknown_ssrc + after_close;
    }
};

struct PeerStats {
    InboundStats audio_in;
    InboundStats video_in;
    OutboundStats audio_out;
    OutboundStats video_out;
    NumberedStats numbered_out;
    DropStats dropped;
    std::uint64_t datagrams_received = 0;
    std::uint64_t datagrams_sent = 0;
    std::uint64_t texts_received = 0;
    std::uint64_t texts_sent = 0;
    std::uint64_t texts_dropped = 0;         ///< Pushed out of the queue by newer ones.
    std::optional<Duration> round_trip;      ///< From the peer's reports on what we send.
    std::optional<Duration> handshake_time;  ///< From the answer to Connected.
};

}  // namespace salon::peer
