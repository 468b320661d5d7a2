// Transmission sequence numbers, unwrapped to 64 bits so that they compare. The wire carries the
// lower 32 (RFC 9260 §1.6); each end starts near 2^32 and never wraps for us.
#pragma once

#include <cstdint>

#include "base/strong.h"

namespace salon::sctp {

struct TsnTag;
using Tsn = Strong<TsnTag, std::int64_t>;

inline std::uint32_t on_wire(Tsn tsn) { return static_cast<std::uint32_t>(tsn.value()); }

/// The number nearest to `near` that looks like `wire`.
inline Tsn unwrap(std::uint32_t wire, Tsn near) {
    return Tsn(near.value() + static_cast<std::int32_t>(wire - on_wire(near)));
}

inline Tsn operator+(Tsn tsn, std::int64_t count) { return Tsn(tsn.value() + count); }
inline std::int64_t operator-(Tsn a, Tsn b) { return a.value() - b.value(); }

inline Tsn first_tsn(std::uint32_t wire) { return Tsn((std::int64_t{1} << 32) + wire); }

}  // namespace salon::sctp
