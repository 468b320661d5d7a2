#include "speech/sentences.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace salon::speech {

namespace {

constexpr std::string_view white_space = " \t\r\n";
constexpr std::array<std::string_view, 7> titles{"Mr", "Mrs", "Ms", "Dr", "Prof", "St", "vs"};
constexpr std::array<std::string_view, 3> wide_stops{"。", "！", "？"};

std::string trimmed(std::string_view text) {
    const auto first = std::min(text.find_first_not_of(white_space), text.size());
    text.remove_prefix(first);
    return std::string(text.substr(0, text.find_last_not_of(white_space) + 1));
}

bool ends_with_title(std::string_view text) {
    const auto word = text.substr(text.find_last_of(" \t\r\n(") + 1);
    return std::ranges::find(titles, word) != titles.end();
}

/// Whether a sentence ends with the character at `at`; needs to see the one after it.
bool ends_at(std::string_view text, std::size_t at) {
    if (text[at] == '\n') return true;
    if (at + 1 == text.size() || white_space.find(text[at + 1]) == text.npos) return false;
    if (text[at] == '.') return !ends_with_title(text.substr(0, at));
    return text[at] == '!' || text[at] == '?' || text[at] == ':';
}

/// Where a text that is too long is cut: between two words, else between two letters.
std::size_t forced_end(std::string_view text) {
    const auto space = text.substr(0, Sentences::length_max).find_last_of(white_space);
    if (space != text.npos && space > 0) return space;
    auto end = Sentences::length_max;
    while ((text[end] & 0xc0) == 0x80 && end > 1) --end;  // UTF-8 goes on here.
    return end;
}

/// How long the first sentence of `text` is, when it is whole.
std::optional<std::size_t> first_sentence(std::string_view text) {
    for (std::size_t at = 0; at < std::min(text.size(), Sentences::length_max); ++at) {
        if (ends_at(text, at)) return at + 1;
        for (const auto stop : wide_stops) {
            if (text.substr(at).starts_with(stop)) return at + stop.size();
        }
    }
    if (text.size() > Sentences::length_max) return forced_end(text);
    return std::nullopt;
}

}  // namespace

std::vector<std::string> Sentences::push(std::string_view piece) {
    waiting_ += piece;
    std::vector<std::string> whole;
    std::size_t taken = 0;
    while (const auto length = first_sentence(std::string_view(waiting_).substr(taken))) {
        auto sentence = trimmed(std::string_view(waiting_).substr(taken, *length));
        if (!sentence.empty()) whole.push_back(std::move(sentence));
        taken += *length;
    }
    waiting_.erase(0, taken);
    return whole;
}

std::string Sentences::finish() { return trimmed(std::exchange(waiting_, {})); }

}  // namespace salon::speech
