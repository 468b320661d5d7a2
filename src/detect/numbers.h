// How the adapters read boxes and scores out of tensors.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "detect/candidate.h"

namespace salon::detect {

/// A box is kept if it is one, whatever a model says.
inline bool sensible(const Box& box) {
    return std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.width) &&
           std::isfinite(box.height) && box.width > 0 && box.height > 0;
}

inline Box around(float x, float y, float width, float height) {
    return {x - width / 2, y - height / 2, width, height};
}

inline Box between(float left, float top, float right, float bottom) {
    return {left, top, right - left, bottom - top};
}

/// Notes the candidate if it is believed in enough.
inline void note(std::vector<Candidate>& all, const Candidate& candidate, float threshold) {
    const bool believed = candidate.score >= threshold && candidate.score <= 1;
    if (believed && sensible(candidate.box)) all.push_back(candidate);
}

/// Number of the kind with the highest score.
inline std::size_t best_of(std::span<const float> scores) {
    std::size_t best = 0;
    for (std::size_t kind = 1; kind < scores.size(); ++kind) {
        if (scores[kind] > scores[best]) best = kind;
    }
    return best;
}

}  // namespace salon::detect
