// What a relay's error codes mean to whoever runs the server (RFC 8489 §14.8, RFC 8656 §19): our
// own words, since the relay's text is foreign.
#pragma once

#include <string>

namespace salon::turn {

inline constexpr int no_answer = -1;  ///< The relay did not say anything.

/// A sentence without its end, for an operator: what happened and what to do.
std::string words_for(int code);

}  // namespace salon::turn
