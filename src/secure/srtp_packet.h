// What SRTP must know of a packet: where its header ends, and whose it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace salon::secure {

enum class SrtpError {
    NotRtp,          ///< Too short, or not version 2.
    BadTag,          ///< Not made with our peer's key, or changed on the way.
    Replayed,        ///< Seen before, or too old to tell.
    TooManyStreams,  ///< A further SSRC beyond the limit.
    Exhausted,       ///< The key has protected as many packets as it may (RFC 3711 §9.2).
};
std::string_view to_string(SrtpError error);

struct RtpBorder {
    std::size_t header_size = 0;  ///< With CSRCs and the header extension.
    std::uint16_t sequence = 0;
    std::uint32_t ssrc = 0;
};

/// Nothing if the header does not fit into `packet` or is not version 2.
std::optional<RtpBorder> rtp_border(Bytes packet);

/// The sender's SSRC; nothing if `packet` is no RTCP.
std::optional<std::uint32_t> rtcp_ssrc(Bytes packet);

/// The packet index nearest to `reference` whose low 16 bits are `sequence` (RFC 3711 §3.3.1).
std::uint64_t nearest_index(std::uint64_t reference, std::uint16_t sequence);

}  // namespace salon::secure
