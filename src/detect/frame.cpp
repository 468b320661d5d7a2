#include "detect/frame.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace salon::detect {
namespace {

struct Spot {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

Spot spot_of(const Picture& picture, const Recipe& recipe) {
    if (recipe.fit == Fit::Stretch) return {0, 0, recipe.width, recipe.height};
    const double scale = std::min(static_cast<double>(recipe.width) / picture.width,
                                  static_cast<double>(recipe.height) / picture.height);
    const int width = std::max(1, static_cast<int>(std::lround(picture.width * scale)));
    const int height = std::max(1, static_cast<int>(std::lround(picture.height * scale)));
    return {(recipe.width - width) / 2, (recipe.height - height) / 2, width, height};
}

/// The 256 values of one colour, normalised.
std::array<float, 256> curve(const Recipe& recipe, std::size_t plane) {
    std::array<float, 256> values{};
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = (static_cast<float>(i) - recipe.mean[plane]) / recipe.spread[plane];
    }
    return values;
}

}  // namespace

Framed framed(const Picture& picture, const Recipe& recipe) {
    check(!picture.empty() && recipe.width > 0 && recipe.height > 0);
    const auto spot = spot_of(picture, recipe);
    const auto small = scaled(picture, spot.width, spot.height);
    const auto row = static_cast<std::size_t>(recipe.width);
    const auto plane_size = row * static_cast<std::size_t>(recipe.height);
    Framed result{.tensor = {}, .place = {}};
    result.tensor.resize(3 * plane_size);
    for (std::size_t plane = 0; plane < 3; ++plane) {
        const auto values = curve(recipe, plane);
        float* to = result.tensor.data() + plane * plane_size;
        std::fill_n(to, plane_size, values[recipe.bar]);
        const auto colour = recipe.order == Order::Rgb ? plane : 2 - plane;
        for (int y = 0; y < small.height; ++y) {
            const auto* from = small.rgb.data() + small.offset(0, y) + colour;
            float* line = to + static_cast<std::size_t>(spot.y + y) * row + spot.x;
            for (int x = 0; x < small.width; ++x) line[x] = values[from[3 * x]];
        }
    }
    result.place = {.x_scale = static_cast<float>(spot.width) / static_cast<float>(picture.width),
                    .y_scale = static_cast<float>(spot.height) / static_cast<float>(picture.height),
                    .left = static_cast<float>(spot.x),
                    .top = static_cast<float>(spot.y),
                    .width = static_cast<float>(picture.width),
                    .height = static_cast<float>(picture.height)};
    return result;
}

Box Place::back(const Box& box) const {
    const auto x = [&](float at) { return std::clamp((at - left) / x_scale, 0.0F, width); };
    const auto y = [&](float at) { return std::clamp((at - top) / y_scale, 0.0F, height); };
    const float from_x = x(box.x);
    const float from_y = y(box.y);
    return {from_x, from_y, x(box.right()) - from_x, y(box.bottom()) - from_y};
}

}  // namespace salon::detect
