// What the server says on the data channel `text`, as FastRTC's pages understand it (JSON text),
// and the few things of our own beside it: captions, remaining time, latency.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"

namespace salon::session {

enum class Who { User, Critic };

struct Caption {
    Who who = Who::Critic;
    std::string_view text;  ///< A piece; pieces of one turn follow each other.
    int turn = 0;
    bool final = false;
};

std::string send_input_message();
/// `message` and `data` both carry the text: FastRTC's pages read the one, its documentation the
/// other.
std::string error_message(std::string_view text);
std::string warning_message(std::string_view text);
std::string end_stream_message(std::string_view reason);
std::string log_message(std::string_view what);
std::string caption_message(const Caption& caption);
std::string interrupted_message();
/// `values` is a JSON object from component to value.
std::string output_message(std::string_view values);
std::string time_left_message(Duration left);
std::string latency_message(Duration answer);

}  // namespace salon::session
