// A picture made into what a model wants to see, and boxes brought back from there.
//   in   a picture; how the model's family was trained: fit, colour order, normalisation
//   out  the input tensor, one plane for each colour; the place the picture has in it
#pragma once

#include <array>
#include <vector>

#include "media/box.h"
#include "media/picture.h"

namespace salon::detect {

enum class Fit {
    Letterbox,  ///< In proportion, in the middle, with bars of `bar`.
    Stretch,    ///< To the model's size, whatever that does to proportions.
};

enum class Order { Rgb, Bgr };

struct Recipe {
    int width = 640;
    int height = 640;
    Fit fit = Fit::Letterbox;
    Order order = Order::Rgb;
    std::uint8_t bar = 114;                      ///< The grey of the bars.
    std::array<float, 3> mean{0, 0, 0};          ///< In the tensor's order; taken from 0…255, …
    std::array<float, 3> spread{255, 255, 255};  ///< … then divided by this.
};

/// Where a picture lies in a model's input.
struct Place {
    float x_scale = 1;
    float y_scale = 1;
    float left = 0;
    float top = 0;
    float width = 0;  ///< Of the picture, in its own pixels.
    float height = 0;

    /// `box` of the input as a box of the picture, cut at its edges.
    Box back(const Box& box) const;
};

struct Framed {
    std::vector<float> tensor;  ///< [3, height, width].
    Place place;
};

/// Thread  any; does not block (4 ms for 640x480)
Framed framed(const Picture& picture, const Recipe& recipe);

}  // namespace salon::detect
