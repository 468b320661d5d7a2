#include "vision/haar_scan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace salon::vision {

namespace {

/// A rectangle as places of its four corners in an integral picture, counted from the window's.
struct Corners {
    std::size_t top_left = 0;
    std::size_t top_right = 0;
    std::size_t bottom_left = 0;
    std::size_t bottom_right = 0;
    float weight = 0;
};

struct PlacedStump {
    std::array<Corners, 3> rects;
    float threshold = 0;
    float below = 0;
    float above = 0;
};

/// Each value is the sum of all pixels above and left of it. Sums wrap around, differences do not
/// mind: no window's sum, nor its sum of squares, reaches 2^32.
using Sums = std::vector<std::uint32_t>;

std::uint32_t sum_in(const std::uint32_t* window, const Corners& rect) {
    return window[rect.bottom_right] - window[rect.bottom_left] - window[rect.top_right] +
           window[rect.top_left];
}

class Scan {
public:
    Scan(const GreyPicture& picture, const Cascade& cascade)
        : stride_(static_cast<std::size_t>(picture.width) + 1),
          sums_(stride_ * (static_cast<std::size_t>(picture.height) + 1)),
          squares_(sums_.size()),
          cascade_(cascade) {
        integrate(picture);
        place_stumps();
        // The contrast is measured one pixel inside the window, as in training.
        inner_ = corners({1, 1, cascade.width - 2, cascade.height - 2, 1});
        inner_area_ = static_cast<float>((cascade.width - 2) * (cascade.height - 2));
    }

    bool accepts(int x, int y) const {
        const auto at = static_cast<std::size_t>(y) * stride_ + static_cast<std::size_t>(x);
        const auto* window = sums_.data() + at;
        const auto sum = static_cast<double>(sum_in(window, inner_));
        const auto squares = static_cast<double>(sum_in(squares_.data() + at, inner_));
        const double spread = std::sqrt(std::max(0.0, inner_area_ * squares - sum * sum));
        constexpr double deviation_min = 10;  // Flatter than any face in usable light.
        if (spread < deviation_min * inner_area_) return false;
        return passes(window, static_cast<float>(1 / spread));
    }

private:
    void integrate(const GreyPicture& picture) {
        const auto width = static_cast<std::size_t>(picture.width);
        for (std::size_t y = 0; y < static_cast<std::size_t>(picture.height); ++y) {
            std::uint32_t sum = 0;
            std::uint32_t squares = 0;
            for (std::size_t x = 0; x < width; ++x) {
                const std::uint32_t pixel = picture.pixels[y * width + x];
                sum += pixel;
                squares += pixel * pixel;
                const auto here = (y + 1) * stride_ + x + 1;
                sums_[here] = sums_[here - stride_] + sum;
                squares_[here] = squares_[here - stride_] + squares;
            }
        }
    }

    Corners corners(const WeightedRect& rect) const {
        const auto place = [&](int x, int y) {
            return static_cast<std::size_t>(y) * stride_ + static_cast<std::size_t>(x);
        };
        const int right = rect.x + rect.width;
        const int bottom = rect.y + rect.height;
        return {.top_left = place(rect.x, rect.y),
                .top_right = place(right, rect.y),
                .bottom_left = place(rect.x, bottom),
                .bottom_right = place(right, bottom),
                .weight = rect.weight};
    }

    void place_stumps() {
        for (const auto& stage : cascade_.stages) {
            for (const auto& stump : stage.stumps) {
                PlacedStump placed{.rects = {},
                                   .threshold = stump.threshold,
                                   .below = stump.below,
                                   .above = stump.above};
                const auto& feature = cascade_.features[static_cast<std::size_t>(stump.feature)];
                for (std::size_t i = 0; i < 3; ++i) placed.rects[i] = corners(feature.rects[i]);
                stumps_.push_back(placed);
            }
        }
    }

    bool passes(const std::uint32_t* window, float scale) const {
        const auto* stump = stumps_.data();
        for (const auto& stage : cascade_.stages) {
            float votes = 0;
            for (std::size_t i = 0; i < stage.stumps.size(); ++i, ++stump) {
                float value = 0;
                for (const auto& rect : stump->rects) {
                    if (rect.weight == 0) continue;
                    value += rect.weight * static_cast<float>(sum_in(window, rect));
                }
                votes += value * scale < stump->threshold ? stump->below : stump->above;
            }
            constexpr float rounding = 1e-5F;
            if (votes < stage.threshold - rounding) return false;
        }
        return true;
    }

    std::size_t stride_;
    Sums sums_;
    Sums squares_;
    const Cascade& cascade_;
    std::vector<PlacedStump> stumps_;  // All stages' in order.
    Corners inner_;
    float inner_area_ = 0;
};

}  // namespace

std::vector<Box> scan(const GreyPicture& picture, const Cascade& cascade, int step) {
    std::vector<Box> found;
    if (picture.width < cascade.width || picture.height < cascade.height) return found;
    const Scan windows(picture, cascade);
    for (int y = 0; y <= picture.height - cascade.height; y += step) {
        for (int x = 0; x <= picture.width - cascade.width; x += step) {
            if (!windows.accepts(x, y)) continue;
            found.push_back({.x = x, .y = y, .width = cascade.width, .height = cascade.height});
        }
    }
    return found;
}

}  // namespace salon::vision
