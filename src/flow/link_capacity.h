// What the way carried when it was last full (libwebrtc's LinkCapacityEstimator).
//   in   the bitrate that got through at each overuse
//   out  the capacity, and whether a rate is out of its reach: then the way is another one
#pragma once

#include <cstdint>
#include <optional>

namespace salon::flow {

class LinkCapacity {
public:
    void overused(std::int64_t acked);
    void forget() { kilobits_.reset(); }

    bool known() const { return kilobits_.has_value(); }
    /// Three deviations away.
    bool below(std::int64_t bitrate) const;
    bool above(std::int64_t bitrate) const;

private:
    double reach() const;

    std::optional<double> kilobits_;
    double variance_ = 0.4;  // In kilobits, of a capacity of one.
};

}  // namespace salon::flow
