#include "flow/trendline.h"

#include <algorithm>

namespace salon::flow {
namespace {

constexpr double memory = 0.9;             // Of the smoothed delay.
constexpr double gain = 4.0;               // So that the detector's thresholds are milliseconds.
constexpr std::size_t steps_counted = 60;  // More make the trend no surer.

}  // namespace

double Trendline::trend(const GroupStep& step) {
    if (!first_) first_ = step.at;
    steps_ = std::min(steps_ + 1, steps_counted);
    grown_ += milliseconds(step.arrived - step.sent);
    smoothed_ = memory * smoothed_ + (1 - memory) * grown_;
    points_.push_back({.time = milliseconds(step.at - *first_), .delay = smoothed_});
    if (points_.size() > points_max) points_.pop_front();
    if (points_.size() < points_max) return 0;
    return slope() * gain * static_cast<double>(steps_);
}

double Trendline::slope() const {
    double time = 0;
    double delay = 0;
    for (const auto& point : points_) {
        time += point.time / points_max;
        delay += point.delay / points_max;
    }
    double rise = 0;
    double run = 0;
    for (const auto& point : points_) {
        rise += (point.time - time) * (point.delay - delay);
        run += (point.time - time) * (point.time - time);
    }
    return run > 0 ? rise / run : 0;
}

}  // namespace salon::flow
