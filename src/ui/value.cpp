#include "ui/value.h"

#include <boost/json.hpp>

namespace salon::ui {

namespace {

namespace json = boost::json;

std::string text_of(const json::value& object, std::string_view name) {
    const auto* fields = object.if_object();
    const auto* field = fields ? fields->if_contains({name.data(), name.size()}) : nullptr;
    const auto* text = field ? field->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

const json::array& array_of(const json::value& value) {
    static const json::array none;
    const auto* array = value.if_array();
    return array ? *array : none;
}

const json::value& json_of(const InputValue& value) {
    static const json::value null;
    const auto* known = std::get_if<json::value>(&value);
    return known ? *known : null;
}

template <class T>
void read_kind(const InputValue& value, T& kind) {
    const auto* known = std::get_if<T>(&value);
    kind = known ? *known : T();
}

}  // namespace

void read(const InputValue& value, std::string& text) { read_kind(value, text); }
void read(const InputValue& value, double& number) { read_kind(value, number); }
void read(const InputValue& value, PictureRef& picture) { read_kind(value, picture); }
void read(const InputValue& value, json::value& json) { read_kind(value, json); }

void read(const InputValue& value, Classification& classification) {
    const auto& known = json_of(value);
    classification = Classification(text_of(known, "label"));
    const auto* fields = known.if_object();
    const auto* all = fields ? fields->if_contains("confidences") : nullptr;
    if (!all) return;
    for (const auto& entry : array_of(*all)) {
        const auto* sure =
            entry.is_object() ? entry.as_object().if_contains("confidence") : nullptr;
        classification.confidences.push_back(
            {.label = text_of(entry, "label"),
             .confidence = sure && sure->is_number() ? sure->to_number<double>() : 0});
    }
}

void read(const InputValue& value, ChatLog& chat) {
    chat.clear();
    for (const auto& entry : array_of(json_of(value))) {
        const bool user = text_of(entry, "role") == "user";
        chat.push_back({.role = user ? ChatMessage::Role::User : ChatMessage::Role::Assistant,
                        .content = text_of(entry, "content")});
    }
}

InputValue write(std::string text) { return text; }
InputValue write(double number) { return number; }
InputValue write(PictureRef picture) { return picture; }
InputValue write(json::value json) { return json; }

InputValue write(const Classification& classification) {
    json::array all;
    for (const auto& [label, confidence] : classification.confidences) {
        all.push_back(json::object{{"label", label}, {"confidence", confidence}});
    }
    return json::value(
        json::object{{"label", classification.label}, {"confidences", std::move(all)}});
}

InputValue write(const ChatLog& chat) {
    json::array all;
    for (const auto& message : chat) {
        const bool user = message.role == ChatMessage::Role::User;
        all.push_back(
            json::object{{"role", user ? "user" : "assistant"}, {"content", message.content}});
    }
    return json::value(std::move(all));
}

}  // namespace salon::ui
