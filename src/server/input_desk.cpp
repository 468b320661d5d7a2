#include "server/input_desk.h"

#include <algorithm>

namespace salon::server {

void InputDesk::put(std::string_view id, std::string_view label, InputValue value, Moment now) {
    forget_old(now);
    const auto known = std::ranges::find(desks_, id, &Desk::id);
    Desk desk = known != desks_.end() ? std::move(*known)
                                      : Desk{.id = std::string(id), .inputs = {}, .last = now};
    if (known != desks_.end()) desks_.erase(known);
    desk.inputs.set(label, std::move(value));
    desk.last = now;
    desks_.push_back(std::move(desk));
    if (desks_.size() > policy_.desks_max) desks_.pop_front();
}

Inputs InputDesk::take(std::string_view id, Inputs defaults, Moment now) {
    forget_old(now);
    const auto found = std::ranges::find(desks_, id, &Desk::id);
    if (found == desks_.end()) return defaults;
    for (const auto& [label, value] : found->inputs.all()) defaults.set(label, value);
    desks_.erase(found);
    return defaults;
}

void InputDesk::forget_old(Moment now) {
    while (!desks_.empty() && desks_.front().last + policy_.patience < now) desks_.pop_front();
}

}  // namespace salon::server
