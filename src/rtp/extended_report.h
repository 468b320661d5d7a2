// How a receiver that sends nothing learns its round trip (RFC 3611 §4.4, §4.5).
#pragma once

#include <cstdint>
#include <vector>

#include "rtp/ntp.h"
#include "rtp/packet.h"

namespace salon::rtp {

/// Receiver reference time: answer it with an XrDlrr.
struct XrRrtr {
    Ssrc sender{};
    NtpTime ntp{};
    friend bool operator==(const XrRrtr&, const XrRrtr&) = default;
};

/// Delay since the last receiver reference time of each of its receivers.
struct XrDlrr {
    struct Entry {
        Ssrc receiver{};
        std::uint32_t last_reference = 0;         ///< LRR: the XrRrtr's ntp.compact().
        std::uint32_t delay_since_reference = 0;  ///< 1/65536 s.
        friend bool operator==(const Entry&, const Entry&) = default;
    };
    Ssrc sender{};
    std::vector<Entry> entries{};
    friend bool operator==(const XrDlrr&, const XrDlrr&) = default;
};

}  // namespace salon::rtp
