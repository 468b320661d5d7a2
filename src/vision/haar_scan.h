// Slides a cascade's window over one grey picture and tells where it says yes.
//
// Sums over rectangles cost four look-ups each, thanks to integral pictures (Viola and Jones,
// 2001); nine of ten windows are turned down by the first few stumps.
#pragma once

#include <cstdint>
#include <vector>

#include "vision/box.h"
#include "vision/cascade.h"

namespace salon::vision {

struct GreyPicture {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;
};

/// Looks at every `step`-th place across and down. Each yes is a box of the window's size.
std::vector<Box> scan(const GreyPicture& picture, const Cascade& cascade, int step);

}  // namespace salon::vision
