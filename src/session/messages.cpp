#include "session/messages.h"

#include <boost/json.hpp>

namespace salon::session {

namespace {

namespace json = boost::json;

std::string typed(std::string_view type, json::value data) {
    return json::serialize(json::object{{"type", type}, {"data", std::move(data)}});
}

std::string toast(std::string_view type, std::string_view text) {
    return json::serialize(json::object{{"type", type}, {"message", text}, {"data", text}});
}

}  // namespace

std::string send_input_message() { return typed("send_input", json::array{}); }
std::string error_message(std::string_view text) { return toast("error", text); }
std::string warning_message(std::string_view text) { return toast("warning", text); }
std::string end_stream_message(std::string_view reason) {
    return typed("end_stream", json::string(reason));
}
std::string log_message(std::string_view what) { return typed("log", json::string(what)); }

std::string caption_message(const Caption& caption) {
    return typed("caption", json::object{{"who", caption.who == Who::User ? "user" : "critic"},
                                         {"text", caption.text},
                                         {"turn", caption.turn},
                                         {"final", caption.final}});
}

std::string interrupted_message() { return typed("interrupted", json::object{}); }

std::string output_message(std::string_view values) {
    return R"({"type":"output","data":)" + std::string(values) + "}";
}

std::string time_left_message(Duration left) {
    return typed("time_left", std::chrono::duration_cast<std::chrono::seconds>(left).count());
}

std::string latency_message(Duration answer) {
    return typed("latency", json::object{{"answer_ms", answer.count() / 1000}});
}

}  // namespace salon::session
