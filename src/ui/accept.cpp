#include "ui/accept.h"

#include <boost/json.hpp>

namespace salon::ui {

namespace {

namespace json = boost::json;

Result<InputValue, std::string> text_for(const json::value& said) {
    const auto* text = said.if_string();
    if (!text) return fail(std::string("takes a text"));
    if (text->size() > text_size_max) return fail(std::string("takes at most 16 KiB of text"));
    return std::string(*text);
}

/// A number, or a text that is one: FastRTC's pages send the slider's as text.
std::optional<double> number_in(const json::value& said) {
    if (said.is_number()) return said.to_number<double>();
    const auto* text = said.if_string();
    if (!text || text->size() > 32) return std::nullopt;
    json::error_code error;
    const auto parsed = json::parse(*text, error);
    if (error || !parsed.is_number()) return std::nullopt;
    return parsed.to_number<double>();
}

Result<InputValue, std::string> number_for(const Node& node, const json::value& said) {
    const auto number = number_in(said);
    const auto minimum = node.props.at("minimum").to_number<double>();
    const auto maximum = node.props.at("maximum").to_number<double>();
    if (!number || !(*number >= minimum && *number <= maximum)) {
        return fail("takes a number from " + json::serialize(node.props.at("minimum")) + " to " +
                    json::serialize(node.props.at("maximum")));
    }
    return *number;
}

Result<InputValue, std::string> value_for(const Node& node, const json::value& said) {
    if (node.kind == Kind::Textbox) return text_for(said);
    if (node.kind == Kind::Slider) return number_for(node, said);
    if (takes_pictures(node)) {
        if (!said.is_null()) return fail(std::string("takes pictures by POST upload"));
        return PictureRef();
    }
    return fail(std::string("is no input"));
}

}  // namespace

Result<InputValue, std::string> accept(const Node& node, const json::value& said) {
    auto value = value_for(node, said);
    if (!value) return fail("the " + name_of(node) + " " + value.error());
    return value;
}

bool takes_pictures(const Node& node) {
    return node.kind == Kind::Image && node.props.at("interactive").as_bool();
}

}  // namespace salon::ui
