#include "flow/arrival_groups.h"

#include <algorithm>

namespace salon::flow {

std::optional<GroupStep> ArrivalGroups::arrived(Moment sent, Duration arrival) {
    const Group alone{
        .first_sent = sent, .last_sent = sent, .first_arrived = arrival, .last_arrived = arrival};
    if (!current_) {
        current_ = alone;
        return std::nullopt;
    }
    if (belongs(sent, arrival)) {
        current_->last_sent = std::max(current_->last_sent, sent);
        current_->last_arrived = std::max(current_->last_arrived, arrival);
        return std::nullopt;
    }

    std::optional<GroupStep> step;
    if (before_) {
        step = GroupStep{.sent = current_->last_sent - before_->last_sent,
                         .arrived = current_->last_arrived - before_->last_arrived,
                         .at = current_->last_arrived};
        if (step->arrived < 0ms || step->arrived - step->sent > jump_max) step.reset();
    }
    before_ = current_;
    current_ = alone;
    return step;
}

// Packets that waited in a queue that opens now and then, as Wi-Fi does, arrive as one though they
// left apart.
bool ArrivalGroups::belongs(Moment sent, Duration arrival) const {
    if (sent - current_->first_sent <= length_max) return true;
    const auto apart = arrival - current_->last_arrived;
    const bool caught_up = apart < sent - current_->last_sent;
    return caught_up && apart <= length_max && arrival - current_->first_arrived < burst_max;
}

}  // namespace salon::flow
