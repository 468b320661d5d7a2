// The wall clock as RTCP writes it (RFC 3550 §4): seconds since 1900 with 32 bits of fraction, or
// the middle 32 bits of that.
#pragma once

#include <cstdint>

#include "base/time.h"

namespace salon::rtp {

struct NtpTime {
    std::uint64_t value = 0;  ///< 32.32 fixed point.

    /// `since_1900` must not be negative.
    static constexpr NtpTime from(Duration since_1900) {
        const auto us = static_cast<std::uint64_t>(since_1900.count());
        return {.value = (us / 1'000'000) << 32 | ((us % 1'000'000) << 32) / 1'000'000};
    }
    /// 16.16 fixed point, as LSR and LRR carry it.
    constexpr std::uint32_t compact() const { return static_cast<std::uint32_t>(value >> 16); }
    friend constexpr bool operator==(const NtpTime&, const NtpTime&) = default;
};

/// A length of time in 1/65536 s, as DLSR and DLRR carry it; ends at the field's 18 hours.
constexpr std::uint32_t compact_length(Duration length) {
    constexpr Duration longest = std::chrono::seconds(65'535);
    if (length < Duration::zero()) return 0;
    return static_cast<std::uint32_t>((length < longest ? length : longest).count() * 65'536 /
                                      1'000'000);
}
constexpr Duration from_compact_length(std::uint32_t length) {
    return Duration(static_cast<std::int64_t>(length) * 1'000'000 / 65'536);
}

/// The round trip a report tells (RFC 3550 §6.4.1): arrival - LSR - DLSR. A clock that disagrees
/// gives zero.
constexpr Duration round_trip(NtpTime arrival, std::uint32_t last_report, std::uint32_t delay) {
    const auto length = arrival.compact() - last_report - delay;
    return length < 0x8000'0000U ? from_compact_length(length) : Duration::zero();
}

}  // namespace salon::rtp
