// When the packets of a transport arrived (draft-holmer-rmcat-transport-wide-cc-extensions-01
// §3.1).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "rtp/packet.h"

namespace salon::rtp {

struct TransportFeedback {
    static constexpr Duration reference_unit = std::chrono::milliseconds(64);
    static constexpr Duration tick = std::chrono::microseconds(250);
    static constexpr Duration step_max = tick * 32'767;  ///< Between one arrival and the next.
    static constexpr std::size_t packets_max = 4096;     ///< In one message; more is TooLarge.

    Ssrc sender{};
    Ssrc media{};
    std::uint8_t number = 0;     ///< Counts feedback messages.
    std::uint16_t first = 0;     ///< The transport-wide number of packets[0].
    std::int32_t reference = 0;  ///< In reference_units; 24 bits with sign on the wire.
    /// Of each packet from `first` on, its arrival in ticks after `reference`; nothing if it has
    /// not come.
    std::vector<std::optional<std::int32_t>> packets{};
    friend bool operator==(const TransportFeedback&, const TransportFeedback&) = default;
};

}  // namespace salon::rtp
