// A JSON object of a stranger's, and the texts in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace salon::server {

inline constexpr std::size_t json_depth_max = 8;

/// Nothing when `text` is no JSON, or another kind of value.
inline std::optional<boost::json::object> parse_object(std::string_view text) {
    boost::json::error_code error;
    boost::json::parse_options options;
    options.max_depth = json_depth_max;
    auto value = boost::json::parse({text.data(), text.size()}, error, {}, options);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.as_object());
}

/// An optional field. Null when it is left out, which JSON's null says as well: programs that write
/// whole records send it.
inline const boost::json::value* field_of(const boost::json::object& object,
                                          std::string_view name) {
    const auto* value = object.if_contains({name.data(), name.size()});
    return value && !value->is_null() ? value : nullptr;
}

/// The text of a field; null when it is absent or of another kind.
inline const boost::json::string* text_of(const boost::json::object& object,
                                          std::string_view name) {
    const auto* value = object.if_contains({name.data(), name.size()});
    return value ? value->if_string() : nullptr;
}

/// The object of a field; null when it is absent or of another kind.
inline const boost::json::object* object_of(const boost::json::object& object,
                                            std::string_view name) {
    const auto* value = object.if_contains({name.data(), name.size()});
    return value ? value->if_object() : nullptr;
}

}  // namespace salon::server
