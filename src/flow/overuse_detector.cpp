#include "flow/overuse_detector.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace salon::flow {
namespace {

constexpr Duration over_for_min = 10ms;
constexpr double threshold_min = 6;
constexpr double threshold_max = 600;
constexpr double up = 0.0087;  // Of the distance, each millisecond.
constexpr double down = 0.039;
constexpr double spike = 15;  // Above the threshold by so much: a route has changed, not a queue.
constexpr Duration adapted_max = 100ms;

}  // namespace

void OveruseDetector::judge(double trend, const GroupStep& step) {
    if (trend > threshold_) {
        if (grows(trend, step)) usage_ = Usage::Over;
    } else {
        over_for_.reset();
        over_times_ = 0;
        usage_ = trend < -threshold_ ? Usage::Under : Usage::Normal;
    }
    last_trend_ = trend;
    adapt(trend, step.at);
}

bool OveruseDetector::grows(double trend, const GroupStep& step) {
    over_for_ = over_for_ ? *over_for_ + step.sent : step.sent / 2;
    ++over_times_;
    if (*over_for_ <= over_for_min || over_times_ < 2 || trend < last_trend_) return false;
    over_for_ = 0ms;
    over_times_ = 0;
    return true;
}

void OveruseDetector::adapt(double trend, Duration at) {
    const auto passed = std::min(at - std::exchange(adapted_at_, at).value_or(at), adapted_max);
    const double distance = std::abs(trend) - threshold_;
    if (distance > spike) return;
    const double speed = distance < 0 ? down : up;
    threshold_ += speed * distance * milliseconds(passed);
    threshold_ = std::clamp(threshold_, threshold_min, threshold_max);
}

}  // namespace salon::flow
