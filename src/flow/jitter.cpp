#include "flow/jitter.h"

#include <cstdlib>

namespace salon::flow {

void Jitter::arrived(std::int64_t timestamp, Moment now) {
    const auto last = last_;
    if (last && timestamp == last->timestamp) return;
    last_ = Last{.timestamp = timestamp, .arrived = now};
    if (!last) return;
    const auto spacing = (now - last->arrived).count() * rate_ / 1'000'000;
    const auto deviation = std::abs(spacing - (timestamp - last->timestamp));
    if (deviation > jump_seconds * rate_) return;
    scaled_ += deviation - ((scaled_ + 8) >> 4);
}

}  // namespace salon::flow
