// What the service says, as events: one message may hold several, and some that must not be heard.
#pragma once

#include <string>
#include <vector>

#include "live/client.h"

namespace salon::live {

class Inbox {
public:
    /// The events of one message, in the order in which they count.
    std::vector<LiveEvent> take(const ServerMessage& message);

    /// With which the conversation could be resumed; the newest the service gave.
    const std::string& resumption_handle() const { return handle_; }

private:
    void take_content(const ServerContent& content, std::vector<LiveEvent>& events);
    void take_turn(const Content& turn, std::vector<LiveEvent>& events);

    bool speaking_ = false;  // The model said something since the last complete turn,
    bool cut_ = false;       // and was interrupted: what still arrives of that turn is dropped.
    std::string handle_;
};

/// The rate in "audio/pcm;rate=24000"; 24 kHz when it says none.
SampleRate spoken_rate(std::string_view mime_type);

}  // namespace salon::live
