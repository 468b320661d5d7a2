// Scaling by area: each new pixel is the mean of the old ones it covers, parts counted in part. So
// no detail aliases and the mean colour stays what it was, at any ratio.
#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "media/picture.h"

namespace salon {

namespace {

/// What one new pixel covers along one axis: the old ones from `first` on, each with its weight.
struct Cover {
    std::size_t first = 0;
    std::vector<float> weights;  // Sum 1.
};

std::vector<Cover> covers(int from, int to) {
    std::vector<Cover> all(static_cast<std::size_t>(to));
    const double step = static_cast<double>(from) / to;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double begin = static_cast<double>(i) * step;
        const double end = std::min<double>(begin + step, from);
        all[i].first = static_cast<std::size_t>(begin);
        const auto last = std::max(static_cast<std::size_t>(std::ceil(end)), all[i].first + 1);
        for (auto old = all[i].first; old < last; ++old) {
            const auto left = std::max(begin, static_cast<double>(old));
            const auto right = std::min(end, static_cast<double>(old + 1));
            all[i].weights.push_back(static_cast<float>((right - left) / (end - begin)));
        }
    }
    return all;
}

/// Adds `row`, made as narrow as `across` says, to `sum`.
void add_row(const std::uint8_t* row, const std::vector<Cover>& across, float weight,
             std::vector<float>& sum) {
    float* to = sum.data();
    for (const auto& cover : across) {
        const std::uint8_t* pixel = row + 3 * cover.first;
        float red = 0;
        float green = 0;
        float blue = 0;
        for (const float part : cover.weights) {
            red += part * static_cast<float>(pixel[0]);
            green += part * static_cast<float>(pixel[1]);
            blue += part * static_cast<float>(pixel[2]);
            pixel += 3;
        }
        to[0] += weight * red;
        to[1] += weight * green;
        to[2] += weight * blue;
        to += 3;
    }
}

}  // namespace

Picture scaled(const Picture& picture, int width, int height) {
    check(picture.rgb.size() == 3 * picture.pixels() && !picture.empty());
    check(width > 0 && height > 0);
    if (width == picture.width && height == picture.height) return picture;

    const auto across = covers(picture.width, width);
    Picture result{.width = width, .height = height, .rgb = {}};
    result.rgb.reserve(3 * result.pixels());
    std::vector<float> sum(3 * static_cast<std::size_t>(width));
    for (const auto& down : covers(picture.height, height)) {
        std::ranges::fill(sum, 0.0F);
        auto row = picture.rgb.data() + picture.offset(0, static_cast<int>(down.first));
        for (const float weight : down.weights) {
            add_row(row, across, weight, sum);
            row += 3 * static_cast<std::size_t>(picture.width);
        }
        for (const float value : sum) {
            result.rgb.push_back(static_cast<std::uint8_t>(std::min(value + 0.5F, 255.0F)));
        }
    }
    return result;
}

}  // namespace salon
