// Where a picture carries its weight: what draws the eye, where it rests, what mirrors what.
#pragma once

#include <string_view>

#include "vision/study.h"

namespace salon::vision {

enum class Across { Left, Centre, Right };
enum class Down { Upper, Middle, Lower };
enum class Orientation { Portrait, Landscape, Square };

std::string_view to_string(Across across);
std::string_view to_string(Down down);
std::string_view to_string(Orientation orientation);

struct Composition {
    double eye_x = 0.5;       ///< Where the eye lands: 0 is the left edge, 1 the right one.
    double eye_y = 0.5;       ///< 0 is the top, 1 the bottom.
    bool on_a_third = false;  ///< The eye lands near a crossing of the thirds.

    double weight_x = 0.5;  ///< The centre of visual weight, in the same measure.
    double weight_y = 0.5;
    Across across = Across::Centre;  ///< The side that the weight leans to.
    Down down = Down::Middle;

    double mirror_left_right = 0;  ///< 0 unlike, 1 the left is the mirror image of the right.
    double mirror_top_bottom = 0;  ///< The same for top and bottom.
    double busyness = 0;           ///< 0 one flat colour, 1 detail everywhere.
    double empty_space = 0;        ///< Share of the picture where nothing happens.

    Orientation orientation = Orientation::Square;
    std::string_view format;  ///< "square", "tall", "panoramic"...
};

/// Thread  any; does not block (3 ms)
Composition composition_of(const Study& study);

}  // namespace salon::vision
