// How long one caller waits: for the echo of a sound, and for the answer to an offer.
#pragma once

#include <vector>

#include "base/time.h"
#include "calls/child.h"

namespace salon::bench {

/// Times in ascending order.
using Times = std::vector<Duration>;
Duration quantile(const Times& times, double share);

/// From the moment a click leaves a caller's microphone to the moment its echo arrives.
Times echo_delays(const Child& echo, int calls, int clicks);

/// From posting an offer to having its answer, the HTTP exchange included.
Times answer_times(const Child& server, int offers);

}  // namespace salon::bench
