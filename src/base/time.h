// Time as data. `Moment` comes from a clock that has no now(): only `net` can make one.
//
// Three kinds of time live in the house and never mix: a moment (here), media time (ticks of a
// sender's clock, see media_time.h) and the wall clock (NTP, in sender reports only).
#pragma once

#include <chrono>

namespace salon {

using namespace std::chrono_literals;

using Duration = std::chrono::microseconds;

struct SessionClock {  // Deliberately without now(): engines are told the time.
    using duration = Duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<SessionClock, duration>;
    static constexpr bool is_steady = true;
};

using Moment = SessionClock::time_point;
inline constexpr Moment never = Moment::max();

/// `length` in milliseconds with fractions, for logs and metrics.
constexpr double milliseconds(Duration length) { return static_cast<double>(length.count()) / 1e3; }

}  // namespace salon
