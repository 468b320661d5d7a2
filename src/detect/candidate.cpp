#include "detect/candidate.h"

#include <algorithm>

namespace salon::detect {

std::vector<Candidate> without_doubles(std::vector<Candidate> candidates, float overlap_max) {
    std::ranges::stable_sort(candidates, std::ranges::greater(), &Candidate::score);
    if (candidates.size() > candidates_max) candidates.resize(candidates_max);
    std::vector<Candidate> kept;
    for (const auto& candidate : candidates) {
        const bool doubled = std::ranges::any_of(kept, [&](const Candidate& better) {
            return better.kind == candidate.kind &&
                   overlap(better.box, candidate.box) > overlap_max;
        });
        if (!doubled) kept.push_back(candidate);
    }
    return kept;
}

}  // namespace salon::detect
