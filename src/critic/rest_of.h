// An answer that broke off and is asked for again: what of it is still to be said.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace salon::critic {

/// What of `sentences` comes after the words `said`; all of it, if it begins otherwise.
///
/// Shape   sentences one space apart; words are never cut
/// Thread  any; does not block
std::deque<std::string> rest_of(const std::vector<std::string>& sentences, std::string_view said);

}  // namespace salon::critic
