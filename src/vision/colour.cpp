#include "vision/colour.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace salon::vision {

namespace {

/// sRGB's curve taken back: a byte to light, 0 to 1 (IEC 61966-2-1).
std::array<double, 256> make_light() {
    std::array<double, 256> light{};
    for (std::size_t i = 0; i < light.size(); ++i) {
        const double value = static_cast<double>(i) / 255;
        light[i] = value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    }
    return light;
}

/// CIE 15's f: a cube root with a straight foot.
double root(double value) {
    return value > 216.0 / 24'389 ? std::cbrt(value) : (24'389.0 / 27 * value + 16) / 116;
}

}  // namespace

double Lab::chroma() const { return std::hypot(a, b); }

double Lab::hue() const {
    const double degrees = std::atan2(b, a) * 180 / std::numbers::pi;
    return degrees < 0 ? degrees + 360 : degrees;
}

Lab to_lab(Rgb colour) {
    static const auto light = make_light();
    const double red = light[colour[0]];
    const double green = light[colour[1]];
    const double blue = light[colour[2]];
    // To XYZ, each divided by white's (D65).
    const double x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
    const double y = root(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue);
    const double z = root((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883);
    return {.l = 116 * y - 16, .a = 500 * (x - y), .b = 200 * (y - z)};
}

double delta_e(const Lab& one, const Lab& other) {
    return std::hypot(one.l - other.l, one.a - other.a, one.b - other.b);
}

double delta_e(Rgb one, Rgb other) { return delta_e(to_lab(one), to_lab(other)); }

std::string_view to_string(ColourFamily family) {
    constexpr std::array<std::string_view, colour_families> words{
        "red",  "orange", "yellow", "green", "blue", "purple",
        "pink", "brown",  "black",  "white", "grey"};
    return words[static_cast<std::size_t>(family)];
}

bool is_chromatic(ColourFamily family) {
    return family != ColourFamily::Black && family != ColourFamily::White &&
           family != ColourFamily::Grey;
}

}  // namespace salon::vision
