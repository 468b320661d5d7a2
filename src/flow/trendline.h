// Whether the way to the peer is getting longer: the slope of its delay over the last groups, by
// least squares (libwebrtc's trendline filter).
//   in   steps from group to group
//   out  the slope, amplified by how many groups there were: 0 while too few
#pragma once

#include <cstddef>
#include <deque>
#include <optional>

#include "flow/arrival_groups.h"

namespace salon::flow {

class Trendline {
public:
    static constexpr std::size_t points_max = 20;  ///< Then the oldest goes.

    /// Thread  one owner; does not block
    double trend(const GroupStep& step);

private:
    struct Point {
        double time = 0;   // Milliseconds since the first.
        double delay = 0;  // Milliseconds more than at the first, smoothed.
    };

    double slope() const;

    std::deque<Point> points_;
    std::optional<Duration> first_;
    std::size_t steps_ = 0;
    double grown_ = 0;
    double smoothed_ = 0;
};

}  // namespace salon::flow
