#include "speech/stop_words.h"

#include <utility>

namespace salon::speech {
namespace {

constexpr std::string_view white_space = " \t\r\n\v\f";

/// In lower case, with one space between words and none around them.
std::string plain(std::string_view text) {
    std::string result;
    bool gap = false;
    for (const char c : text) {
        if (white_space.find(c) != std::string_view::npos) {
            gap = !result.empty();
            continue;
        }
        if (gap) result += ' ';
        gap = false;
        result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return result;
}

/// Of a text in lower case. What is not ASCII is a letter of some language.
bool in_a_word(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || byte >= 0x80;
}

bool whole_words(std::string_view text, std::size_t begin, std::size_t end) {
    const bool starts = begin == 0 || !in_a_word(text[begin - 1]);
    return starts && (end == text.size() || !in_a_word(text[end]));
}

bool said(std::string_view phrase, std::string_view text) {
    for (auto at = text.find(phrase); at != text.npos; at = text.find(phrase, at + 1)) {
        if (whole_words(text, at, at + phrase.size())) return true;
    }
    return false;
}

}  // namespace

StopWords::StopWords(const std::vector<std::string>& phrases) {
    for (const auto& phrase : phrases) {
        if (auto words = plain(phrase); !words.empty()) phrases_.push_back(std::move(words));
    }
}

bool StopWords::said_in(std::string_view text) const {
    const auto words = plain(text);
    for (const auto& phrase : phrases_) {
        if (said(phrase, words)) return true;
    }
    return false;
}

}  // namespace salon::speech
