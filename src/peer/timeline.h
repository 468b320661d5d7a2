// Lays media of changing sources on one line of RTP timestamps that never jumps.
//   in   media times as their source counts them, and when each is sent
//   out  our own ticks; and the moment at which a tick is due, for sender reports
//
// A forwarded camera keeps its own rhythm. When the source changes, stalls or restarts, its times
// no longer fit the clock: then the line goes on from the present.
#pragma once

#include <cstdint>
#include <optional>

#include "base/media_time.h"
#include "base/time.h"

namespace salon::peer {

class Timeline {
public:
    static constexpr Duration drift_max = std::chrono::seconds(1);

    /// The line counts `rate` ticks a second, from `first`.
    Timeline(std::int64_t rate, std::int64_t first) : rate_(rate), last_(first) {}

    /// The tick for media of `time` sent at `now`. Later media never gets an earlier tick.
    std::int64_t place(MediaTime time, Moment now);

    /// When `tick` is presented, seen from the first media of the present source.
    Moment moment_of(std::int64_t tick) const;
    std::int64_t tick_at(Moment moment) const;

private:
    struct Anchor {
        std::int64_t source = 0;  // In our rate.
        std::int64_t tick = 0;
        Moment moment;
    };

    std::int64_t ticks_in(Duration length) const { return length.count() * rate_ / 1'000'000; }

    std::int64_t rate_;
    std::int64_t last_;
    std::optional<Anchor> anchor_;
};

}  // namespace salon::peer
