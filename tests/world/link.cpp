#include "world/link.h"

#include <algorithm>

namespace salon::testing_world {

namespace {

constexpr Duration overtaken_by = 30ms;  // About one audio packet and a half.

Duration part_of(Duration length, Random& random) {
    return Duration(
        static_cast<Duration::rep>(random.unit() * static_cast<double>(length.count())));
}

}  // namespace

std::vector<Moment> Link::carry(std::size_t size, Moment now, Random& random) {
    auto sent = now;
    if (policy_.rate > 0) {
        const auto begin = std::max(now, line_free_);
        if (begin - now > policy_.queue) return {};
        sent = begin + Duration(static_cast<std::int64_t>(size) * 8 * 1'000'000 / policy_.rate);
        line_free_ = sent;
    }
    if (random.chance(policy_.loss)) return {};
    std::vector<Moment> arrivals{arrival(sent, random)};
    if (random.chance(policy_.duplication)) arrivals.push_back(arrival(sent, random));
    return arrivals;
}

Moment Link::arrival(Moment sent, Random& random) {
    const auto arrives = sent + policy_.delay + part_of(policy_.jitter, random);
    if (random.chance(policy_.reordering)) return arrives + overtaken_by;
    newest_ = std::max(newest_, arrives);
    return newest_;
}

}  // namespace salon::testing_world
