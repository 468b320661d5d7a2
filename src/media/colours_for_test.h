// Colours by their names.
#pragma once

#include "media/picture.h"

namespace salon::colours {

inline constexpr Rgb black{0, 0, 0};
inline constexpr Rgb white{255, 255, 255};
inline constexpr Rgb red{255, 0, 0};
inline constexpr Rgb blue{0, 0, 255};

}  // namespace salon::colours
