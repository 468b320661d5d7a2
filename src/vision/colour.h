// Colours as eyes see them: CIE Lab (D65), the distance between two, and the names painters use.
#pragma once

#include <cstddef>
#include <string_view>

#include "media/picture.h"

namespace salon::vision {

struct Lab {
    double l = 0;  ///< Lightness, 0 to 100.
    double a = 0;  ///< Green to red.
    double b = 0;  ///< Blue to yellow.

    /// How far from grey: 0 for grey itself, above 60 for strong colours.
    double chroma() const;
    /// The direction of the colour, in degrees from red: yellow 90, green 180, blue 270.
    double hue() const;
};

Lab to_lab(Rgb colour);

/// CIE76. 1 is just visible, 5 is close, 20 is another colour.
///
/// Thread  any; does not block
double delta_e(const Lab& one, const Lab& other);
double delta_e(Rgb one, Rgb other);

enum class ColourFamily {
    Red,
    Orange,
    Yellow,
    Green,
    Blue,
    Purple,
    Pink,
    Brown,
    Black,
    White,
    Grey,
};
inline constexpr std::size_t colour_families = 11;

/// The everyday word: "red", "grey".
std::string_view to_string(ColourFamily family);
/// Black, white and grey are no colours.
bool is_chromatic(ColourFamily family);

struct ColourName {
    std::string_view name;  ///< "crimson", "navy", "ochre".
    ColourFamily family = ColourFamily::Grey;
    Rgb rgb{};  ///< What the name stands for.
};

/// The nearest name there is.
///
/// Thread  any; does not block
const ColourName& name_of(const Lab& colour);
const ColourName& name_of(Rgb colour);

}  // namespace salon::vision
