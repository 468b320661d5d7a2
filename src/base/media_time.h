// Media time: ticks of a sender's clock, at a rate. Wraps nowhere; the wire's 32 bits are unwrapped
// where they arrive (rtp/sequence.h).
#pragma once

#include <compare>
#include <cstdint>

#include "base/time.h"

namespace salon {

struct MediaTime {
    std::int64_t ticks = 0;
    std::int64_t rate = 90'000;  ///< Ticks a second.

    constexpr Duration since_zero() const { return Duration(ticks * 1'000'000 / rate); }
    friend constexpr bool operator==(const MediaTime&, const MediaTime&) = default;
};

}  // namespace salon
