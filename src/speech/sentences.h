// Cuts a text that is still being written into sentences that can be spoken.
//
//   in   pieces of any length: a language model's tokens
//   out  sentences, each as soon as it is whole
//
// A voice that is given whole sentences knows where to breathe, and the first is heard while the
// next is being written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace salon::speech {

class Sentences {
public:
    /// Longer ones (a list, a poem) are cut between two words.
    static constexpr std::size_t length_max = 400;

    /// The sentences that are whole now. One ends at a `.`, `!`, `?` or `:` with white space behind
    /// it, at the end of a line, or at a Chinese or Japanese full stop; not behind "Dr.".
    ///
    /// Thread  one at a time; does not block
    std::vector<std::string> push(std::string_view piece);

    /// What has no end yet, when no more is written; then stands at the start of a new text.
    std::string finish();

private:
    std::string waiting_;
};

}  // namespace salon::speech
