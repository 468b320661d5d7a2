// Judges the trend of the delay: is more being sent than the way carries?
//   in   the trend after each step
//   out  usage: over (a queue grows), under (it empties), or normal
//
// The threshold follows the trend slowly, so that a competing download that keeps queues swinging
// does not starve us, and a quiet way is watched closely (draft-ietf-rmcat-gcc-02 §5.4).
#pragma once

#include <optional>

#include "flow/arrival_groups.h"

namespace salon::flow {

enum class Usage { Under, Normal, Over };

class OveruseDetector {
public:
    /// Thread  one owner; does not block
    void judge(double trend, const GroupStep& step);
    Usage usage() const { return usage_; }

private:
    bool grows(double trend, const GroupStep& step);
    void adapt(double trend, Duration at);

    double threshold_ = 12.5;
    double last_trend_ = 0;
    std::optional<Duration> over_for_;  // How long the trend has been above the threshold.
    int over_times_ = 0;
    std::optional<Duration> adapted_at_;
    Usage usage_ = Usage::Normal;
};

}  // namespace salon::flow
