#include "critic/rest_of.h"

namespace salon::critic {
namespace {

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// Whether `text` begins with the words of `beginning`, none of them cut.
bool begins_with(std::string_view text, std::string_view beginning) {
    return text.starts_with(beginning) &&
           (text.size() == beginning.size() || text[beginning.size()] == ' ');
}

}  // namespace

std::deque<std::string> rest_of(const std::vector<std::string>& sentences, std::string_view said) {
    std::deque<std::string> rest(sentences.begin(), sentences.end());
    for (said = trimmed(said); !said.empty() && !rest.empty(); said = trimmed(said)) {
        auto& next = rest.front();
        if (begins_with(next, said)) {
            next = trimmed(std::string_view(next).substr(said.size()));
            said = {};
            if (next.empty()) rest.pop_front();
        } else if (begins_with(said, next)) {
            said.remove_prefix(next.size());
            rest.pop_front();
        } else {
            break;
        }
    }
    if (said.empty()) return rest;
    return {sentences.begin(), sentences.end()};  // It was another answer.
}

}  // namespace salon::critic
