#include "server/requests.h"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

namespace salon::server {

namespace {

namespace json = boost::json;

Result<json::object, Refusal> parse_object(std::string_view body) {
    json::error_code error;
    json::parse_options options;
    options.max_depth = 8;
    auto value = json::parse({body.data(), body.size()}, error, {}, options);
    if (error || !value.is_object()) {
        return fail(Refusal{.status = 422, .field = "", .what = "the body is not a JSON object"});
    }
    return std::move(value.as_object());
}

/// The text of a field; nothing when it is absent, null or of another kind.
const json::string* text_of(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains({name.data(), name.size()});
    return value ? value->if_string() : nullptr;
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

Result<std::variant<OfferRequest, CandidateRequest>, Refusal> candidate_of(
    const json::object& object, std::string id) {
    const auto* candidate = object.if_contains("candidate");
    const auto* fields = candidate ? candidate->if_object() : nullptr;
    const auto* line = fields ? text_of(*fields, "candidate") : nullptr;
    if (!line) {
        return fail(Refusal{.status = 422,
                            .field = "candidate",
                            .what = "an object with a string \"candidate\" is required"});
    }
    return CandidateRequest{.id = std::move(id), .candidate = {line->data(), line->size()}};
}

InputValue value_of(const json::value& value) {
    if (const auto* text = value.if_string()) return std::string(text->data(), text->size());
    if (const auto* flag = value.if_bool()) return *flag;
    if (value.is_number()) return value.to_number<double>();
    return std::monostate();
}

}  // namespace

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= id_size_max &&
           std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

Result<std::variant<OfferRequest, CandidateRequest>, Refusal> parse_offer(std::string_view body) {
    const auto object = parse_object(body);
    if (!object) return fail(object.error());
    auto id = id_of(*object);
    if (!id) return fail(id.error());
    const auto* type = text_of(*object, "type");
    if (type && *type == "ice-candidate") return candidate_of(*object, std::move(*id));
    if (!type || *type != "offer") {
        return fail(Refusal{
            .status = 422, .field = "type", .what = "\"offer\" or \"ice-candidate\" is required"});
    }
    const auto* sdp = text_of(*object, "sdp");
    if (!sdp || sdp->empty()) {
        return fail(Refusal{.status = 422,
                            .field = "sdp",
                            .what = "the session description of createOffer() is required"});
    }
    return OfferRequest{.id = std::move(*id), .sdp = {sdp->data(), sdp->size()}};
}

Result<InputRequest, Refusal> parse_inputs(std::string_view body) {
    const auto object = parse_object(body);
    if (!object) return fail(object.error());
    auto id = id_of(*object);
    if (!id) return fail(id.error());
    const auto* inputs = object->if_contains("inputs");
    if (!inputs || !inputs->is_object()) {
        return fail(Refusal{.status = 422,
                            .field = "inputs",
                            .what = "an object from component id to value is required"});
    }
    InputRequest request{.id = std::move(*id), .values = {}};
    for (const auto& [name, value] : inputs->as_object()) {
        int component = 0;
        const auto [end, error] =
            std::from_chars(name.data(), name.data() + name.size(), component);
        const auto* text = value.if_string();
        if (error != std::errc() || end != name.data() + name.size() ||
            (text && text->size() > text_size_max)) {
            return fail(Refusal{.status = 422,
                                .field = "inputs",
                                .what = "keys are component ids, texts have at most 16 KiB"});
        }
        request.values.emplace_back(component, value_of(value));
    }
    return request;
}

Result<std::string, Refusal> parse_id(std::string_view body) {
    const auto object = parse_object(body);
    if (!object) return fail(object.error());
    return id_of(*object);
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

std::string success_json() { return R"({"status":"success"})"; }

}  // namespace salon::server
