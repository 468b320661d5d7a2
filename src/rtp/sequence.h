// Numbers that wrap on the wire, made numbers that do not: sequence numbers (16 bits), timestamps
// (32), VP8 picture ids (15) and layer indices (8).
//   in   numbers as they arrive, in any order
//   out  64-bit numbers; of all candidates the one nearest to the highest seen so far
//
// Only the unwrapped kind compares. One unwrapper per stream.
#pragma once

#include <cstdint>
#include <optional>

#include "base/strong.h"

namespace salon::rtp {

struct SequenceTag;
/// An RTP sequence number, unwrapped. May be below zero when the first packets were reordered.
using Sequence = Strong<SequenceTag, std::int64_t>;

constexpr Sequence next(Sequence sequence) { return Sequence(sequence.value() + 1); }
/// As the packet carries it.
constexpr std::uint16_t wire(Sequence sequence) {
    return static_cast<std::uint16_t>(sequence.value());
}

/// Unwraps numbers of `bits` bits. A step of exactly half the range counts as backwards.
template <int bits>
class Unwrapper {
public:
    static constexpr std::int64_t range = std::int64_t{1} << bits;

    /// Thread  one owner; does not block
    std::int64_t unwrap(std::uint32_t wire) {
        const auto value = static_cast<std::int64_t>(wire) % range;
        if (!highest_) return *(highest_ = value);
        const auto ahead = (value - *highest_) & (range - 1);
        const auto unwrapped = *highest_ + (ahead < range / 2 ? ahead : ahead - range);
        if (unwrapped > *highest_) highest_ = unwrapped;
        return unwrapped;
    }

private:
    std::optional<std::int64_t> highest_;
};

class SequenceUnwrapper {
public:
    Sequence unwrap(std::uint16_t wire) { return Sequence(bits_.unwrap(wire)); }

private:
    Unwrapper<16> bits_;
};

using TimestampUnwrapper = Unwrapper<32>;

}  // namespace salon::rtp
