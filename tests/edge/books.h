// What handlers leave behind when their calls are over.
#pragma once

#include <atomic>

#include "base/time.h"

namespace salon::testing_real {

struct Books {
    std::atomic<int> made = 0;
    std::atomic<int> destroyed = 0;
    std::atomic<int> shutdowns = 0;
    std::atomic<Moment> flushed = never;  ///< When a handler first fell silent.

    /// Everyone who came has left, and gave back once.
    bool balanced() const { return made == destroyed && made == shutdowns; }
};

}  // namespace salon::testing_real
