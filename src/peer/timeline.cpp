#include "peer/timeline.h"

#include <algorithm>

namespace salon::peer {

std::int64_t Timeline::place(MediaTime time, Moment now) {
    const auto source = time.ticks * rate_ / time.rate;
    if (!anchor_) anchor_ = {.source = source, .tick = last_, .moment = now};

    auto tick = anchor_->tick + (source - anchor_->source);
    const auto present = tick_at(now);
    if (tick < last_ || std::abs(tick - present) > ticks_in(drift_max)) {
        tick = std::max(present, last_ + 1);
        anchor_ = {.source = source, .tick = tick, .moment = now};
    }
    last_ = tick;
    return tick;
}

Moment Timeline::moment_of(std::int64_t tick) const {
    if (!anchor_) return {};
    return anchor_->moment + Duration((tick - anchor_->tick) * 1'000'000 / rate_);
}

std::int64_t Timeline::tick_at(Moment moment) const {
    if (!anchor_) return last_;
    return anchor_->tick + ticks_in(moment - anchor_->moment);
}

}  // namespace salon::peer
