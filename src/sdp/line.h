// Words in a line of SDP: taking one after another from the front, and numbers that are numbers.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace salon::sdp {

/// Takes what stands before `separator`, and the separator; all that is left when there is none.
inline std::string_view take_until(std::string_view& text, char separator) {
    const auto end = text.find(separator);
    const auto word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return word;
}

/// The next word; runs of spaces count as one.
inline std::string_view take_word(std::string_view& text) {
    const auto start = text.find_first_not_of(' ');
    text.remove_prefix(start == std::string_view::npos ? text.size() : start);
    return take_until(text, ' ');
}

/// All of `text` as a number, or nothing.
template <class Number>
std::optional<Number> to_number(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

inline std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& letter : lower) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return lower;
}

inline bool same_word(std::string_view a, std::string_view b) {
    return a.size() == b.size() && lower_case(a) == lower_case(b);
}

/// Only what may stand inside a line of ours: no control characters.
inline bool is_plain(std::string_view text) {
    for (const char letter : text) {
        if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f) return false;
    }
    return true;
}

}  // namespace salon::sdp
