// A study, as painters call the small copy they make first: all that is measured, but for faces, is
// measured here, so a picture of any size costs the same.
#pragma once

#include <cstddef>
#include <vector>

#include "media/picture.h"
#include "vision/colour.h"

namespace salon::vision {

inline constexpr int study_side_max = 128;

struct Study {
    int width = 0;
    int height = 0;
    std::vector<Rgb> rgb;
    std::vector<Lab> lab;

    const Lab& at(int x, int y) const {
        return lab[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                   static_cast<std::size_t>(x)];
    }
};

/// Thread  any; does not block (5 ms for a camera picture, 200 ms for 40 megapixels: pool)
Study study_of(const Picture& picture);

}  // namespace salon::vision
