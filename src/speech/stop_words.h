// Phrases that wake a machine up, looked for in what a recogniser wrote down.
//
// "Hey Computer" is said in "well, hey  computer!", not in "hey computers" nor in "hey, computer":
// letters of either case, any white space between the words, and whole words only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace salon::speech {

class StopWords {
public:
    /// Phrases of ASCII letters; one without a word in it is never said.
    explicit StopWords(const std::vector<std::string>& phrases);

    bool said_in(std::string_view text) const;

private:
    std::vector<std::string> phrases_;
};

}  // namespace salon::speech
