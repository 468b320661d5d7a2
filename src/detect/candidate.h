// What a model believes it sees, before doubles are taken out and the class gets its name.
//   in   candidates, best or not
//   out  of those that mean the same thing only the best
#pragma once

#include <cstddef>
#include <vector>

#include "media/box.h"

namespace salon::detect {

/// Units  the box in pixels of the model's input
struct Candidate {
    std::size_t kind = 0;  ///< Number of the class.
    float score = 0;       ///< In [0, 1].
    Box box;
};

inline constexpr std::size_t candidates_max = 3000;  ///< The best stay: doubles cost their square.

/// Best first. Of those of one kind that overlap by more than `overlap_max` only the best stays.
///
/// Thread  any; does not block
std::vector<Candidate> without_doubles(std::vector<Candidate> candidates, float overlap_max);

}  // namespace salon::detect
