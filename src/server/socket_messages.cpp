#include "server/socket_messages.h"

#include <utility>

#include "net/base64.h"
#include "server/json_fields.h"
#include "server/requests.h"

namespace salon::server {

namespace {

namespace json = boost::json;

template <class T>
using Parsed = Result<T, std::string>;

std::string_view view(const json::string* text) {
    return text ? std::string_view(text->data(), text->size()) : std::string_view();
}

/// A message, and the event that it is.
struct Heard {
    json::object object;
    std::string event;
};

Parsed<Heard> heard(std::string_view text) {
    if (text.size() > socket_message_max) {
        return fail("A message has at most " + std::to_string(socket_message_max) + " bytes.");
    }
    auto object = parse_object(text);
    if (!object) return fail(std::string("A message is a JSON object; this one is not."));
    const auto* event = text_of(*object, "event");
    if (!event) return fail(std::string("A message names its \"event\"; this one does not."));
    std::string name(view(event));
    return Heard{.object = std::move(*object), .event = std::move(name)};
}

Parsed<SocketMedia> media_of(const json::object& object) {
    const auto* media = object_of(object, "media");
    const auto* payload = media ? text_of(*media, "payload") : nullptr;
    if (!payload) return fail(std::string("\"media\" needs \"payload\", a string."));
    auto mu_law = net::from_base64(view(payload));
    if (!mu_law) return fail(std::string("The \"payload\" is not base64."));
    if (mu_law->size() > socket_samples_max) {
        return fail("A \"payload\" has at most " + std::to_string(socket_samples_max) +
                    " samples: send shorter pieces.");
    }
    return SocketMedia{.mu_law = std::move(*mu_law)};
}

Parsed<SocketStart> browser_start(const json::object& object) {
    SocketStart start{.id = std::string(view(text_of(object, "websocket_id")))};
    if (!is_id(start.id)) {
        return fail(std::string(
            "\"start\" needs \"websocket_id\", a string of 1 to 128 visible ASCII characters."));
    }
    if (field_of(object, "session")) {
        start.session = std::string(view(text_of(object, "session")));
        if (!is_session(start.session)) {
            return fail(std::string("A \"session\" is 22 to 128 letters, digits, - and _."));
        }
    }
    if (const auto* component = field_of(object, "component")) {
        json::error_code error;
        if (component->is_number()) start.component = component->to_number<int>(error);
        if (!component->is_number() || error || start.component < 0) {
            return fail(std::string("A \"component\" is the number of a part of the page."));
        }
    }
    return start;
}

/// Twilio has one format today, and names it.
bool is_telephone_sound(const json::object& format) {
    const auto* rate = format.if_contains("sampleRate");
    const auto* channels = format.if_contains("channels");
    return view(text_of(format, "encoding")) == "audio/x-mulaw" && rate && *rate == 8'000 &&
           channels && *channels == 1;
}

Parsed<TelephoneStart> telephone_start(const json::object& object) {
    const auto* inner = object_of(object, "start");
    const auto* stream = inner ? text_of(*inner, "streamSid") : nullptr;
    if (!stream) stream = text_of(object, "streamSid");
    TelephoneStart start{.stream_sid = std::string(view(stream))};
    if (!is_id(start.stream_sid)) {
        return fail(std::string(
            "\"start\" needs \"streamSid\", a string of 1 to 128 visible ASCII characters."));
    }
    if (!inner) return start;
    start.call_sid = std::string(view(text_of(*inner, "callSid")));
    if (const auto* format = object_of(*inner, "mediaFormat"); format) {
        if (!is_telephone_sound(*format)) {
            return fail(std::string("The sound is to be audio/x-mulaw, 8000 Hz, one channel."));
        }
    }
    if (const auto* parameters = object_of(*inner, "customParameters")) {
        for (const auto& [name, value] : *parameters) {
            const auto* said = value.if_string();
            if (!said) return fail(std::string("The \"customParameters\" are to be strings."));
            start.parameters.emplace(name, view(said));
        }
    }
    return start;
}

/// What a parser of one event gives, as one of all messages.
template <class Message, class Event>
Parsed<Message> as(Parsed<Event> event) {
    if (!event) return fail(std::move(event.error()));
    return std::move(*event);
}

}  // namespace

Parsed<BrowserMessage> parse_browser_message(std::string_view text) {
    const auto message = heard(text);
    if (!message) return fail(message.error());
    if (message->event == "media") return as<BrowserMessage>(media_of(message->object));
    if (message->event == "start") return as<BrowserMessage>(browser_start(message->object));
    if (message->event == "ping") return SocketPing{};
    if (message->event == "stop") return SocketStop{};
    return fail(std::string("An \"event\" is one of \"start\", \"media\", \"ping\", \"stop\"."));
}

Parsed<TelephoneMessage> parse_telephone_message(std::string_view text) {
    const auto message = heard(text);
    if (!message) return fail(message.error());
    if (message->event == "media") return as<TelephoneMessage>(media_of(message->object));
    if (message->event == "start") return as<TelephoneMessage>(telephone_start(message->object));
    if (message->event == "stop") return SocketStop{};
    return TelephoneAside{};
}

std::string pong_json() { return R"({"event":"pong"})"; }

}  // namespace salon::server
