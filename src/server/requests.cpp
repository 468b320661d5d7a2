#include "server/requests.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <boost/json.hpp>

#include "server/json_fields.h"

namespace salon::server {

namespace {

namespace json = boost::json;

Result<json::object, Refusal> object_in(std::string_view body) {
    auto object = parse_object(body);
    if (object) return std::move(*object);
    return fail(Refusal{.status = 422, .field = "", .what = "the body is not a JSON object"});
}

Result<std::string, Refusal> id_of(const json::object& object) {
    const auto* id = text_of(object, "webrtc_id");
    if (!id || !is_id({id->data(), id->size()})) {
        return fail(Refusal{.status = 422,
                            .field = "webrtc_id",
                            .what = "a string of 1 to 128 visible ASCII characters is required"});
    }
    return std::string(id->data(), id->size());
}

/// The session of a page that has one: empty where there is none.
Result<std::string, Refusal> session_of(const json::object& object) {
    if (!field_of(object, "session")) return std::string();
    const auto* session = text_of(object, "session");
    if (!session || !is_session({session->data(), session->size()})) {
        return fail(Refusal{.status = 422,
                            .field = "session",
                            .what = "22 to 128 letters, digits, - and _ are required"});
    }
    return std::string(*session);
}

/// What is about a call, which may have no session.
struct SaidOfACall {
    json::object object;
    std::string id;
    std::string session;
};

Result<SaidOfACall, Refusal> said_of_a_call(std::string_view body) {
    auto object = object_in(body);
    if (!object) return fail(object.error());
    auto id = id_of(*object);
    if (!id) return fail(id.error());
    auto session = session_of(*object);
    if (!session) return fail(session.error());
    return SaidOfACall{
        .object = std::move(*object), .id = std::move(*id), .session = std::move(*session)};
}

/// What only a page with a session may say.
struct SaidBySession {
    json::object object;
    std::string session;
};

Result<SaidBySession, Refusal> said_by_a_session(std::string_view body) {
    auto object = object_in(body);
    if (!object) return fail(object.error());
    auto session = session_of(*object);
    if (!session) return fail(session.error());
    if (session->empty()) {
        return fail(Refusal{.status = 422, .field = "session", .what = "a session is required"});
    }
    return SaidBySession{.object = std::move(*object), .session = std::move(*session)};
}

/// A whole number from 0; nothing when it is absent or anything else.
std::optional<int> number_of(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains({name.data(), name.size()});
    if (!value || !value->is_number()) return std::nullopt;
    json::error_code error;
    const int number = value->to_number<int>(error);
    if (error || number < 0) return std::nullopt;
    return number;
}

/// The part of the page that is meant; 0 where none is named.
Result<int, Refusal> component_of(const json::object& object) {
    if (!field_of(object, "component")) return 0;
    const auto id = number_of(object, "component");
    if (!id) {
        return fail(Refusal{
            .status = 422, .field = "component", .what = "the number of a component is required"});
    }
    return *id;
}

Result<bool, Refusal> restart_of(const json::object& object) {
    const auto* restart = field_of(object, "restart");
    if (restart && !restart->is_bool()) {
        return fail(
            Refusal{.status = 422, .field = "restart", .what = "true or false is required"});
    }
    return restart && restart->as_bool();
}

Result<std::variant<OfferRequest, CandidateRequest>, Refusal> candidate_of(
    const json::object& object, std::string id, std::string session) {
    const auto* fields = object_of(object, "candidate");
    const auto* line = fields ? text_of(*fields, "candidate") : nullptr;
    if (!line) {
        return fail(Refusal{.status = 422,
                            .field = "candidate",
                            .what = "an object with a string \"candidate\" is required"});
    }
    return CandidateRequest{.id = std::move(id),
                            .candidate = {line->data(), line->size()},
                            .session = std::move(session)};
}

Result<std::variant<OfferRequest, CandidateRequest>, Refusal> offer_of(const json::object& object,
                                                                       std::string id,
                                                                       std::string session) {
    const auto* sdp = text_of(object, "sdp");
    if (!sdp || sdp->empty()) {
        return fail(Refusal{.status = 422,
                            .field = "sdp",
                            .what = "the session description of createOffer() is required"});
    }
    const auto component = component_of(object);
    if (!component) return fail(component.error());
    const auto restart = restart_of(object);
    if (!restart) return fail(restart.error());
    return OfferRequest{.id = std::move(id),
                        .sdp = {sdp->data(), sdp->size()},
                        .session = std::move(session),
                        .component = *component,
                        .restart = *restart};
}

Result<SaidValues, Refusal> values_of(const json::object& object) {
    const auto* values = object.if_contains("values");
    if (!values || !values->is_object()) {
        return fail(Refusal{.status = 422,
                            .field = "values",
                            .what = "an object from component id to value is required"});
    }
    SaidValues said;
    for (const auto& [name, value] : values->as_object()) {
        int component = 0;
        const auto [end, error] =
            std::from_chars(name.data(), name.data() + name.size(), component);
        if (error != std::errc() || end != name.data() + name.size()) {
            return fail(
                Refusal{.status = 422, .field = "values", .what = "keys are component ids"});
        }
        said.emplace_back(component, value);
    }
    return said;
}

}  // namespace

bool is_session(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '-' || c == '_';
    };
    return text.size() >= session_size_min && text.size() <= id_size_max &&
           std::ranges::all_of(text, allowed);
}

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= id_size_max &&
           std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

Result<std::variant<OfferRequest, CandidateRequest>, Refusal> parse_offer(std::string_view body) {
    auto said = said_of_a_call(body);
    if (!said) return fail(said.error());
    const auto* type = text_of(said->object, "type");
    if (type && *type == "ice-candidate") {
        return candidate_of(said->object, std::move(said->id), std::move(said->session));
    }
    if (!type || *type != "offer") {
        return fail(Refusal{
            .status = 422, .field = "type", .what = "\"offer\" or \"ice-candidate\" is required"});
    }
    return offer_of(said->object, std::move(said->id), std::move(said->session));
}

Result<InputRequest, Refusal> parse_inputs(std::string_view body) {
    auto said = said_by_a_session(body);
    if (!said) return fail(said.error());
    auto values = values_of(said->object);
    if (!values) return fail(values.error());
    return InputRequest{.session = std::move(said->session), .values = std::move(*values)};
}

Result<EventRequest, Refusal> parse_event(std::string_view body) {
    auto said = said_by_a_session(body);
    if (!said) return fail(said.error());
    const auto event = number_of(said->object, "event");
    if (!event) {
        return fail(Refusal{.status = 422, .field = "event", .what = "its number is required"});
    }
    auto values = values_of(said->object);
    if (!values) return fail(values.error());
    return EventRequest{
        .session = std::move(said->session), .event = *event, .values = std::move(*values)};
}

Result<TurnRequest, Refusal> parse_turn(std::string_view body) {
    auto said = said_by_a_session(body);
    if (!said) return fail(said.error());
    const auto component = component_of(said->object);
    if (!component) return fail(component.error());
    return TurnRequest{.session = std::move(said->session), .component = *component};
}

Result<TextRequest, Refusal> parse_text(std::string_view body) {
    auto said = said_of_a_call(body);
    if (!said) return fail(said.error());
    const auto* text = text_of(said->object, "text");
    if (!text || text->empty() || text->size() > typed_size_max) {
        return fail(Refusal{
            .status = 422, .field = "text", .what = "a text of 1 to 16384 bytes is required"});
    }
    return TextRequest{.id = std::move(said->id),
                       .text = {text->data(), text->size()},
                       .session = std::move(said->session)};
}

Result<CloseRequest, Refusal> parse_close(std::string_view body) {
    auto said = said_of_a_call(body);
    if (!said) return fail(said.error());
    return CloseRequest{.id = std::move(said->id), .session = std::move(said->session)};
}

std::string refusal_json(const Refusal& refusal) {
    json::array place{"body"};
    if (!refusal.field.empty()) place.push_back(json::string(refusal.field));
    return json::serialize(json::object{
        {"detail", json::array{json::object{
                       {"loc", place}, {"msg", refusal.what}, {"type", "value_error"}}}}});
}

std::string failed_json(std::string_view error, std::string_view message) {
    return json::serialize(json::object{
        {"status", "failed"}, {"meta", json::object{{"error", error}, {"message", message}}}});
}

std::string limit_reached_json(int limit) {
    return json::serialize(json::object{
        {"status", "failed"},
        {"meta", json::object{{"error", "concurrency_limit_reached"}, {"limit", limit}}}});
}

std::string answer_json(std::string_view sdp) {
    return json::serialize(json::object{{"sdp", sdp}, {"type", "answer"}});
}

std::string detail_json(std::string_view sentence) {
    return json::serialize(json::object{{"detail", sentence}});
}

std::string success_json() { return R"({"status":"success"})"; }

}  // namespace salon::server
