// When a test begins that reads no clock.
#pragma once

#include "base/time.h"

namespace salon {

/// Any moment would do; this one is a whole number of seconds, and of the 64 ms of transport-wide
/// feedback.
inline constexpr Moment start{1h};

}  // namespace salon
