// Turns the detector's word into a bitrate: additive increase, multiplicative decrease
// (draft-ietf-rmcat-gcc-02 §5.5).
//   in   usage, the bitrate that got through, the round trip
//   out  the bitrate to send
//
// Until an overuse has told what the way carries, and again once more than that gets through, the
// rate grows by half a second; then by about a packet a round trip. See docs/decisions/0015.
#pragma once

#include <cstdint>
#include <optional>

#include "flow/link_capacity.h"
#include "flow/overuse_detector.h"

namespace salon::flow {

struct RateLimits {
    std::int64_t start = 500'000;
    std::int64_t min = 50'000;
    std::int64_t max = 2'500'000;
};

class RateControl {
public:
    explicit RateControl(RateLimits limits) : limits_(limits), rate_(limits.start) {}

    /// `acked` is missing while too little has arrived to tell.
    ///
    /// Thread  one owner; does not block
    void update(Usage usage, std::optional<std::int64_t> acked, Duration round_trip, Moment now);
    /// From outside: the way is worse than anything arriving could tell.
    void set(std::int64_t rate);

    std::int64_t rate() const { return rate_; }

private:
    void decrease(std::optional<std::int64_t> acked, Duration round_trip, Moment now);
    void increase(std::optional<std::int64_t> acked, Duration round_trip, Duration passed);
    double grown(Duration round_trip, Duration passed) const;

    RateLimits limits_;
    std::int64_t rate_;
    LinkCapacity capacity_;
    std::optional<Moment> updated_at_;
    std::optional<Moment> decreased_at_;
};

}  // namespace salon::flow
