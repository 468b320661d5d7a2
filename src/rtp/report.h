// What RTCP tells about streams (RFC 3550 §6): sender and receiver reports, names and goodbyes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "rtp/ntp.h"
#include "rtp/packet.h"

namespace salon::rtp {

struct ReportBlock {
    Ssrc ssrc{};                           ///< The stream it is about.
    std::uint8_t fraction_lost = 0;        ///< Of 256, since the last report.
    std::int32_t packets_lost = 0;         ///< Since the beginning; 24 bits with sign on the wire.
    std::uint32_t highest_sequence = 0;    ///< Extended: wraps in the upper half.
    std::uint32_t jitter = 0;              ///< In ticks of the stream.
    std::uint32_t last_report = 0;         ///< LSR; 0 if no sender report came yet.
    std::uint32_t delay_since_report = 0;  ///< DLSR, 1/65536 s.
    friend bool operator==(const ReportBlock&, const ReportBlock&) = default;
};

struct SenderReport {
    Ssrc sender{};
    NtpTime ntp{};  ///< Together with `timestamp` one instant on both clocks.
    std::uint32_t timestamp = 0;
    std::uint32_t packet_count = 0;
    std::uint32_t octet_count = 0;  ///< Payload only.
    std::vector<ReportBlock> blocks{};
    friend bool operator==(const SenderReport&, const SenderReport&) = default;
};

struct ReceiverReport {
    Ssrc sender{};
    std::vector<ReportBlock> blocks{};
    friend bool operator==(const ReceiverReport&, const ReceiverReport&) = default;
};

/// Source descriptions; of their items only the CNAME is kept.
struct Sdes {
    struct Chunk {
        Ssrc ssrc{};
        std::string cname{};
        friend bool operator==(const Chunk&, const Chunk&) = default;
    };
    std::vector<Chunk> chunks{};
    friend bool operator==(const Sdes&, const Sdes&) = default;
};

struct Bye {
    std::vector<Ssrc> sources{};
    std::string reason{};
    friend bool operator==(const Bye&, const Bye&) = default;
};

}  // namespace salon::rtp
