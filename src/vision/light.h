// The light of a picture: how bright, how stark, how colourful, how warm.
#pragma once

#include "vision/study.h"

namespace salon::vision {

/// Units  each 0 to 1
struct Light {
    double brightness = 0;  ///< 0 black, 1 white.
    double contrast = 0;    ///< 0 one lightness, 1 from black to white.
    double saturation = 0;  ///< 0 grey, 1 as strong as paint gets.
    double warmth = 0.5;    ///< 0 blue, 1 fire; greys are 0.5.
};

/// Thread  any; does not block (1 ms)
Light light_of(const Study& study);

}  // namespace salon::vision
