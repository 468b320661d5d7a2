#include "critic/words.h"

#include <array>
#include <cctype>

namespace salon::critic {
namespace {

// The word for `slot`; {Slot} asks for the capital.
std::optional<std::string> word_for(std::string_view slot, const Words& words) {
    std::string key(slot);
    const bool capital = std::isupper(static_cast<unsigned char>(key.front())) != 0;
    key.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(key.front())));
    const auto found = words.find(key);
    if (found == words.end()) return std::nullopt;
    return capital ? capitalised(found->second) : found->second;
}

}  // namespace

std::optional<std::string> filled(std::string_view line, const Words& words) {
    std::string text;
    for (auto open = line.find('{'); open != line.npos; open = line.find('{')) {
        const auto close = line.find('}', open);
        const auto word = word_for(line.substr(open + 1, close - open - 1), words);
        if (!word) return std::nullopt;
        text.append(line.substr(0, open)).append(*word);
        line.remove_prefix(close + 1);
    }
    return text.append(line);
}

std::string_view share_in_words(double share) {
    struct Step {
        double from;
        std::string_view words;
    };
    constexpr std::array steps{
        Step{0.93, "nearly all"}, Step{0.80, "most"},           Step{0.68, "three quarters"},
        Step{0.55, "over half"},  Step{0.45, "about half"},     Step{0.37, "two fifths"},
        Step{0.29, "a third"},    Step{0.22, "a good quarter"}, Step{0.15, "a fifth"},
        Step{0.08, "a tenth"},
    };
    for (const auto& step : steps) {
        if (share >= step.from) return step.words;
    }
    return "a touch";
}

std::string_view count_in_words(std::size_t count) {
    constexpr std::array words{"no",    "one",   "two",  "three", "four",   "five",  "six",
                               "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    return count < words.size() ? words[count] : "a crowd of";
}

std::string capitalised(std::string text) {
    if (text.empty()) return text;
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text;
}

}  // namespace salon::critic
