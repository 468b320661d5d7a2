#include "flow/key_frame_requests.h"

#include <algorithm>

namespace salon::flow {

void KeyFrameRequests::want(Moment moment) { wanted_ = std::min(wanted_.value_or(moment), moment); }

bool KeyFrameRequests::take_due(Moment now) {
    if (deadline() > now) return false;
    free_ = now + every_;
    wanted_ = free_;
    return true;
}

Moment KeyFrameRequests::deadline() const { return wanted_ ? std::max(*wanted_, free_) : never; }

}  // namespace salon::flow
