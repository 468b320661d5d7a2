// What the service says, as events: one message may hold several, and some that must not be heard.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "live/event.h"
#include "live/message.h"

namespace salon::live {

class Inbox {
public:
    /// The events of one message, in the order in which they count.
    std::vector<LiveEvent> take(const ServerMessage& message);

    /// The model has begun to answer and is not at the end.
    bool answering() const { return speaking_ && !cut_ && !generated_; }
    /// Between turns: nothing is being said or about to follow.
    bool at_rest() const { return !speaking_ && !more_follows_; }
    bool more_follows() const { return more_follows_; }

    /// The connection is gone. A turn that was cut short or fully said, but for its end, ends now;
    /// an answer that was not at its end stays open.
    std::vector<LiveEvent> broken();
    /// The open answer is given up, because the caller speaks over it.
    std::vector<LiveEvent> give_up();
    /// The caller's words are sent again: so many letters of their caption were told already.
    void heard_before(std::size_t letters) { letters_told_ = letters; }

private:
    void begin() {
        speaking_ = true;
        more_follows_ = false;
    }
    void take_content(const ServerContent& content, std::vector<LiveEvent>& events);
    void take_question(std::string words, std::vector<LiveEvent>& events);
    void take_turn(const Content& turn, std::vector<LiveEvent>& events);

    bool speaking_ = false;      // The model said something since the last complete turn,
    bool cut_ = false;           // and was interrupted: what still arrives of that turn is dropped.
    bool generated_ = false;     // All of this turn has been generated.
    bool more_follows_ = false;  // The model goes on by itself after the last turn.
    std::size_t letters_told_ = 0;  // Of the caption of a question that is asked again.
};

/// The rate in "audio/pcm;rate=24000"; 24 kHz when it says none.
SampleRate spoken_rate(std::string_view mime_type);

}  // namespace salon::live
