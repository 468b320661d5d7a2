// Does a picture have colours at all? A black-and-white photograph has none, nor has a sepia print,
// whatever its JPEG noise says; a dark painting has.
#pragma once

#include "vision/study.h"

namespace salon::vision {

enum class Tone {
    Colours,
    Greys,  ///< Black-and-white.
    Sepia,  ///< One warm tint, the same at every lightness.
};

Tone tone_of(const Study& study);

}  // namespace salon::vision
