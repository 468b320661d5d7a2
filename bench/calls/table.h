// What is asked of the server, one row for each answer.
#pragma once

#include "base/time.h"

namespace salon::bench {

struct Effort {
    int calls = 0;   ///< Whose echo is listened to.
    int clicks = 0;  ///< In each of them.
    int offers = 0;
    int first_crowd = 0;  ///< From it the size of the largest is guessed.
    int crowds_max = 0;   ///< After the first.
    int visitors = 0;     ///< Whose memory is counted.
    Duration length{};    ///< Of the look at each crowd.
};
inline constexpr Effort thorough{.calls = 3,
                                 .clicks = 100,
                                 .offers = 300,
                                 .first_crowd = 8,
                                 .crowds_max = 6,
                                 .visitors = 20,
                                 .length = 6s};
inline constexpr Effort brief{.calls = 1,
                              .clicks = 5,
                              .offers = 3,
                              .first_crowd = 2,
                              .crowds_max = 0,
                              .visitors = 2,
                              .length = 500ms};

/// Measures and prints. False when a measurement came to nothing: no click came back, no offer was
/// answered, or somebody of the first crowd was lost or saw nothing.
///
/// Thread  the main one; blocks
bool print_table(const Effort& effort);

}  // namespace salon::bench
