// Looks at a picture as an art critic does before speaking: everything here is measured in the
// picture, nothing is guessed. Each measure has a word, so that a sentence can be made of it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "media/picture.h"
#include "vision/composition.h"
#include "vision/face_finder.h"
#include "vision/palette.h"

namespace salon::vision {

/// A value from 0 to 1 and the word for it.
struct Measure {
    double value = 0;
    std::string_view word;
};

struct Findings {
    Palette palette;
    Measure brightness;   ///< "pitch dark" to "dazzling"
    Measure contrast;     ///< "flat" to "stark"
    Measure saturation;   ///< "colourless" to "blazing"
    Measure warmth;       ///< "icy" to "fiery"; 0.5 is neither
    Measure symmetry;     ///< The better of both mirrors: "lopsided" to "perfectly symmetrical"
    Measure busyness;     ///< "bare" to "frantic"
    Measure empty_space;  ///< "crammed" to "nearly empty"
    Composition composition;
    std::optional<std::vector<Box>> faces;  ///< Largest first; none when no finder was given.

    bool is_monochrome() const { return palette.monochrome; }
};

/// Measures `picture`. An empty picture gives findings of nothing.
///
/// Thread  any; does not block (20 ms, and 40 ms with `faces`: pool)
Findings look_at(const Picture& picture, const FaceFinder* faces = nullptr);

}  // namespace salon::vision
