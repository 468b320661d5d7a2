#include "vision/light.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace salon::vision {

namespace {

/// The lightness that `share` of the pixels lie below.
double lightness_at(std::vector<double>& lightnesses, double share) {
    const auto place = static_cast<double>(lightnesses.size() - 1) * share;
    const auto nth = lightnesses.begin() + static_cast<std::ptrdiff_t>(place);
    std::ranges::nth_element(lightnesses, nth);
    return *nth;
}

/// 1 for the warmest hue, orange, -1 for the one opposite, a clear blue. Green is hardly either.
double warmth_of(double hue) {
    constexpr double warmest = 55;
    return std::cos((hue - warmest) * std::numbers::pi / 180);
}

}  // namespace

Light light_of(const Study& study) {
    if (study.lab.empty()) return {};
    constexpr double strong = 60;   // Mean chroma of a very colourful painting.
    constexpr double neutral = 10;  // Chroma at which a pixel has half a say about warmth.
    std::vector<double> lightnesses;
    double chroma = 0;
    double lightness = 0;
    double warmth = 0;
    for (const auto& lab : study.lab) {
        lightnesses.push_back(lab.l);
        lightness += lab.l;
        chroma += lab.chroma();
        warmth += warmth_of(lab.hue()) * lab.chroma();
    }
    const auto count = static_cast<double>(study.lab.size());
    // The outer twentieths are glints and cracks.
    const double dark = lightness_at(lightnesses, 0.05);
    const double light = lightness_at(lightnesses, 0.95);
    return {.brightness = std::clamp(lightness / count / 100, 0.0, 1.0),
            .contrast = std::clamp((light - dark) / 90, 0.0, 1.0),
            .saturation = std::min(chroma / count / strong, 1.0),
            .warmth = 0.5 + 0.5 * warmth / (chroma + neutral * count)};
}

}  // namespace salon::vision
