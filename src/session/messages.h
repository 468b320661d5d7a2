// What the server says on the data channel `text`, as FastRTC's pages understand it (JSON text),
// and the few things of our own beside it: captions, remaining time, latency. A socket carries the
// same, and the sound among it.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
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
std::string stop_word_message();
std::string caption_message(const Caption& caption);
std::string interrupted_message();
/// `values` is a JSON object from component to value.
std::string output_message(std::string_view values);
std::string time_left_message(Duration left);
std::string latency_message(Duration answer);

/// Sound for a socket; `stream_sid` is the telephone exchange's name of its stream, empty
/// elsewhere.
std::string media_message(Bytes mu_law, std::string_view stream_sid);
/// The caller is to forget all sound that it has not played.
std::string clear_message(std::string_view stream_sid);

}  // namespace salon::session
