// What was shown and said, as far as the service may have to be told it again.
//
//   in   pictures, typed text, both sides' captions, and when a turn is whole
//   out  the turns the service does not have: since its newest handle, or all
//
// A handle stands for all turns that were whole when it came; what came later dies with the
// connection. Bounded: the oldest turns leave first, and of pictures only the newest stays.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "live/message.h"

namespace salon::live {

class History {
public:
    static constexpr std::size_t turns_max = 64;
    static constexpr std::size_t letters_max = 16'000;  ///< In bytes, of all turns together.

    static Content picture_turn(ByteBuffer jpeg, std::string caption);
    static Content text_turn(std::string_view role, std::string text);

    void add(Content turn);
    void heard(std::string_view words) { question_ += words; }
    void said(std::string_view words) { answer_ += words; }
    /// The answer is whole, or was cut short for good.
    void turn_ended();

    /// The service keeps all whole turns by itself.
    void known() { known_ = turns_.size(); }
    /// It keeps none.
    void forgotten() { known_ = 0; }

    /// What the caller said to which no answer is whole yet.
    const std::string& question() const { return question_; }
    const std::string& answer() const { return answer_; }

    bool all_known() const { return known_ == turns_.size(); }
    /// The turns the service does not have, the open one left out.
    std::vector<Content> unknown() const;

private:
    void forget_old();

    std::vector<Content> turns_;
    std::size_t known_ = 0;  // So many of them, from the front.
    std::string question_;   // Of the open turn,
    std::string answer_;     // and how far its answer is.
};

}  // namespace salon::live
