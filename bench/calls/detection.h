// What it costs to find things in a caller's camera: one call through a filter with NanoDet.
#pragma once

#include "calls/child.h"
#include "calls/delays.h"

namespace salon::bench {

struct Detecting {
    Times took;              ///< To find what is in one picture, as the page is told.
    double each_second = 0;  ///< Pictures that came back.
    double core_share = 0;   ///< Of the server, decoding and encoding included.
};

/// Shows a camera to `detector` for so long.
Detecting look_through(const Child& detector, Duration length);

}  // namespace salon::bench
