// The facts as words, ready for the slots of lines.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace salon::critic {

/// Slot to word: {"colour", "red"}.
using Words = std::map<std::string, std::string, std::less<>>;

/// `line` with each {slot} replaced; {Slot} is the same word with a capital. Nothing when a word
/// is missing.
///
/// Thread  any; does not block
std::optional<std::string> filled(std::string_view line, const Words& words);

/// "nearly all", "about half", "a tenth".
std::string_view share_in_words(double share);

/// "two" to "twelve", then "a crowd of".
std::string_view count_in_words(std::size_t count);

std::string capitalised(std::string text);

}  // namespace salon::critic
