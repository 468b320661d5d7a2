#include "session/messages.h"

#include <boost/json.hpp>

#include "net/base64.h"

namespace salon::session {

namespace {

namespace json = boost::json;

std::string typed(std::string_view type, json::value data) {
    return json::serialize(json::object{{"type", type}, {"data", std::move(data)}});
}

std::string toast(std::string_view type, std::string_view text) {
    return json::serialize(json::object{{"type", type}, {"message", text}, {"data", text}});
}

std::string event(json::object said, std::string_view stream_sid) {
    if (!stream_sid.empty()) said["streamSid"] = stream_sid;
    return json::serialize(said);
}

}  // namespace

std::string send_input_message() { return typed("send_input", json::array{}); }
std::string error_message(std::string_view text) { return toast("error", text); }
std::string warning_message(std::string_view text) { return toast("warning", text); }
std::string end_stream_message(std::string_view reason) {
    return typed("end_stream", json::string(reason));
}
std::string log_message(std::string_view what) { return typed("log", json::string(what)); }
std::string stop_word_message() { return typed("stopword", ""); }

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

std::string media_message(Bytes mu_law, std::string_view stream_sid) {
    return event({{"event", "media"}, {"media", json::object{{"payload", net::to_base64(mu_law)}}}},
                 stream_sid);
}

std::string clear_message(std::string_view stream_sid) {
    return event({{"event", "clear"}}, stream_sid);
}

}  // namespace salon::session
