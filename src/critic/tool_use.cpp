#include "critic/tool_use.h"

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

namespace salon::critic {

namespace json = boost::json;

namespace {

/// Of a schema's type, in the upper case of OpenAPI or the lower case of JSON Schema.
json::value sample_of(const json::object& schema) {
    const auto* choices = schema.if_contains("enum");
    if (choices && choices->is_array() && !choices->as_array().empty()) {
        return choices->as_array().front();
    }
    const auto* type = schema.if_contains("type");
    if (!type || !type->is_string()) return "picture";
    const std::string_view name = type->get_string();
    if (name == "BOOLEAN" || name == "boolean") return true;
    if (name == "INTEGER" || name == "integer" || name == "NUMBER" || name == "number") return 1;
    if (name == "ARRAY" || name == "array") return json::array();
    if (name == "OBJECT" || name == "object") return json::object();
    return "picture";
}

}  // namespace

std::string sample_arguments(const live::FunctionDeclaration& function) {
    const auto& schema =
        function.parameters.value().empty() ? function.parameters_json_schema : function.parameters;
    json::error_code broken;
    const auto parsed = json::parse(schema.value().empty() ? "{}" : schema.value(), broken);
    json::object arguments;
    const auto* properties =
        !broken && parsed.is_object() ? parsed.as_object().if_contains("properties") : nullptr;
    if (!properties || !properties->is_object()) return "{}";
    for (const auto& [name, property] : properties->as_object()) {
        if (property.is_object()) arguments[name] = sample_of(property.as_object());
    }
    return json::serialize(arguments);
}

ToolUse::ToolUse(const std::vector<live::Tool>& tools) {
    for (const auto& tool : tools) {
        if (!function_ && !tool.function_declarations.empty()) {
            function_ = tool.function_declarations.front();
        }
    }
}

std::optional<live::ToolCall> ToolUse::before(const LookAt& answer, Moment now) {
    if (!function_) return std::nullopt;
    waiting_ = answer;
    due_ = now + patience;
    ++calls_;
    return live::ToolCall{{{.name = function_->name,
                            .args = live::JsonText(sample_arguments(*function_)),
                            .id = id()}}};
}

std::optional<LookAt> ToolUse::responded(const live::ToolResponse& response) {
    const auto is_ours = [&](const live::FunctionResponse& one) { return one.id == id(); };
    if (std::ranges::none_of(response.function_responses, is_ours)) return std::nullopt;
    return std::exchange(waiting_, std::nullopt);
}

std::optional<LookAt> ToolUse::advance(Moment now) {
    if (now < deadline()) return std::nullopt;
    return std::exchange(waiting_, std::nullopt);
}

std::optional<live::ToolCallCancellation> ToolUse::interrupted() {
    if (!std::exchange(waiting_, std::nullopt)) return std::nullopt;
    return live::ToolCallCancellation{.ids = {id()}};
}

}  // namespace salon::critic
