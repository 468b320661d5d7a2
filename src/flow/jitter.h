// How unevenly packets arrive (RFC 3550 §6.4.1, A.8): the mean deviation of their spacing on the
// way, smoothed over sixteen packets.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"

namespace salon::flow {

class Jitter {
public:
    /// `rate` ticks of the stream's clock a second.
    explicit Jitter(std::int64_t rate) : rate_(rate) {}

    /// Packets in the order in which they were sent. Those of one frame share their timestamp;
    /// only the first of them tells anything.
    void arrived(std::int64_t timestamp, Moment now);

    std::uint32_t ticks() const { return static_cast<std::uint32_t>(scaled_ >> 4); }
    Duration length() const { return Duration((scaled_ >> 4) * 1'000'000 / rate_); }

private:
    // A wider deviation is a clock that jumped, not a network that wavers.
    static constexpr std::int64_t jump_seconds = 5;

    struct Last {
        std::int64_t timestamp = 0;
        Moment arrived{};
    };

    std::int64_t rate_;
    std::optional<Last> last_;
    std::int64_t scaled_ = 0;  // Sixteen times the jitter, in ticks.
};

}  // namespace salon::flow
