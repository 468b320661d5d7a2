#include "ice/check_list.h"

#include <algorithm>

#include "base/take_front.h"

namespace salon::ice {

std::uint64_t Pair::priority(Role role) const {
    return role == Role::Controlling ? pair_priority(ours, theirs) : pair_priority(theirs, ours);
}

Pair* CheckList::find(const Path& path) {
    const auto found = std::ranges::find(pairs_, path, &Pair::path);
    return found == pairs_.end() ? nullptr : &*found;
}

const Pair* CheckList::find(const Path& path) const {
    const auto found = std::ranges::find(pairs_, path, &Pair::path);
    return found == pairs_.end() ? nullptr : &*found;
}

Pair* CheckList::add(const Pair& pair, Role role) {
    if (find(pair.path) != nullptr) return nullptr;
    if (pairs_.size() == pairs_max) {
        const auto worth = [role](const Pair& one) {
            return std::pair(one.valid(), one.priority(role));
        };
        const auto worst = std::ranges::min_element(pairs_, {}, worth);
        if (worth(*worst) >= worth(pair)) return nullptr;
        std::erase(triggered_, worst->path);
        pairs_.erase(worst);
    }
    pairs_.push_back(pair);
    return &pairs_.back();
}

void CheckList::trigger(const Path& path) {
    if (std::ranges::find(triggered_, path) == triggered_.end()) triggered_.push_back(path);
}

Pair* CheckList::take_next(Role role) {
    while (const auto path = take_front(triggered_)) {
        if (auto* pair = find(*path)) return pair;  // Else its leg has died meanwhile.
    }
    Pair* best = nullptr;
    for (auto& pair : pairs_) {
        if (pair.state != Pair::State::Waiting) continue;
        if (best == nullptr || pair.priority(role) > best->priority(role)) best = &pair;
    }
    return best;
}

bool CheckList::any_to_check() const {
    const auto waits = [](const Pair& pair) { return pair.state == Pair::State::Waiting; };
    return !triggered_.empty() || std::ranges::any_of(pairs_, waits);
}

bool CheckList::better_is_open(const Pair& than, Role role) const {
    return std::ranges::any_of(pairs_, [&](const Pair& pair) {
        const bool open =
            pair.state == Pair::State::Waiting || pair.state == Pair::State::InProgress;
        return open && pair.priority(role) > than.priority(role);
    });
}

Pair* CheckList::best_valid(Role role) {
    Pair* best = nullptr;
    for (auto& pair : pairs_) {
        if (!pair.valid()) continue;
        if (best == nullptr || pair.priority(role) > best->priority(role)) best = &pair;
    }
    return best;
}

}  // namespace salon::ice
