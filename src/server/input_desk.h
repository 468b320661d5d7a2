// Keeps the inputs of callers who have not called yet: a page sends its inputs before its offer.
//
// Bounded: at most `desks_max` callers wait, the oldest is forgotten first, and each is forgotten
// after `patience`. Pictures were made small before they came here.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "base/time.h"
#include "session/inputs.h"

namespace salon::server {

class InputDesk {
public:
    struct Policy {
        std::size_t desks_max = 64;
        Duration patience = 2min;
    };

    explicit InputDesk(Policy policy) : policy_(policy) {}

    /// Notes one value of the caller `id`.
    void put(std::string_view id, std::string_view label, InputValue value, Moment now);
    /// Takes all that `id` left here, on top of `defaults`.
    Inputs take(std::string_view id, Inputs defaults, Moment now);

    std::size_t size() const { return desks_.size(); }

private:
    struct Desk {
        std::string id;
        Inputs inputs;
        Moment last;
    };
    void forget_old(Moment now);

    Policy policy_;
    std::deque<Desk> desks_;  // oldest first
};

}  // namespace salon::server
