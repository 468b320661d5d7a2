// What a receiver asks of a sender (RFC 4585, RFC 5104, draft-alvestrand-rmcat-remb-03).
#pragma once

#include <cstdint>
#include <vector>

#include "rtp/packet.h"

namespace salon::rtp {

/// Generic NACK (RFC 4585 §6.2.1): please send these again.
struct Nack {
    Ssrc sender{};
    Ssrc media{};
    std::vector<std::uint16_t> lost{};  ///< In the order of the wire.
    friend bool operator==(const Nack&, const Nack&) = default;
};

/// Picture loss indication (RFC 4585 §6.3.1): please send a key frame.
struct Pli {
    Ssrc sender{};
    Ssrc media{};
    friend bool operator==(const Pli&, const Pli&) = default;
};

/// Full intra request (RFC 5104 §4.3.1). A repeated `sequence` is the same request.
struct Fir {
    struct Entry {
        Ssrc media{};
        std::uint8_t sequence = 0;
        friend bool operator==(const Entry&, const Entry&) = default;
    };
    Ssrc sender{};
    std::vector<Entry> entries{};
    friend bool operator==(const Fir&, const Fir&) = default;
};

/// Receiver estimated maximum bitrate.
struct Remb {
    Ssrc sender{};
    std::uint64_t bitrate = 0;  ///< Bits a second.
    std::vector<Ssrc> media{};
    friend bool operator==(const Remb&, const Remb&) = default;
};

}  // namespace salon::rtp
