// The few colours a picture is made of, and how much of it each takes.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "vision/colour.h"
#include "vision/study.h"

namespace salon::vision {

struct PaletteEntry {
    std::string_view name;  ///< "crimson", "navy", "ochre"; no two entries share one.
    ColourFamily family = ColourFamily::Grey;
    double share = 0;  ///< Of the picture, 0 to 1.
    Rgb rgb{};         ///< The mean of what it stands for.
};

struct Palette {
    std::vector<PaletteEntry> entries;             ///< One to six, largest first.
    std::array<double, colour_families> shares{};  ///< Of each family, over all pixels.
    bool monochrome = false;  ///< Black-and-white or one tint (sepia): a picture without colours.

    double share_of(ColourFamily family) const { return shares[static_cast<std::size_t>(family)]; }
    /// The family that covers most.
    ColourFamily dominant() const;
    /// The colour that covers most, leaving black, white and grey aside; none when monochrome.
    std::optional<ColourFamily> dominant_colour() const;
};

/// Thread  any; does not block (2 ms)
Palette palette_of(const Study& study);

}  // namespace salon::vision
