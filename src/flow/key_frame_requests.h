// When to ask for a key frame: at once, then again and again until one comes, but never in a storm.
#pragma once

#include <optional>

#include "base/time.h"

namespace salon::flow {

class KeyFrameRequests {
public:
    /// Between two requests lies at least `every`, also across key frames.
    explicit KeyFrameRequests(Duration every) : every_(every) {}

    /// A key frame is wanted, from `moment` on.
    void want(Moment moment);
    void arrived() { wanted_.reset(); }
    bool wanted() const { return wanted_.has_value(); }

    /// Whether to ask now; counts as asked.
    bool take_due(Moment now);
    Moment deadline() const;

private:
    Duration every_;
    std::optional<Moment> wanted_;
    Moment free_ = Moment::min();  // From when the throttle lets the next request through.
};

}  // namespace salon::flow
