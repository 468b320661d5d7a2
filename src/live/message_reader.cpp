#include "live/message_reader.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace salon::live {

namespace json = boost::json;

std::string snake_case(std::string_view camel) {
    std::string snake;
    for (const char c : camel) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper) snake += '_';
        snake += upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return snake;
}

std::optional<std::int64_t> read_integer(const json::value& value) {
    if (const auto* number = value.if_int64()) return *number;
    if (const auto* text = value.if_string()) {
        std::int64_t number = 0;
        const auto* end = text->data() + text->size();
        const auto [stop, error] = std::from_chars(text->data(), end, number);
        if (error == std::errc() && stop == end && !text->empty()) return number;
    }
    if (const auto* number = value.if_double()) {
        constexpr double exact_max = 9'007'199'254'740'992.0;  // 2^53: up to here doubles count.
        const bool whole = std::abs(*number) <= exact_max && std::trunc(*number) == *number;
        if (whole) return static_cast<std::int64_t>(*number);
    }
    return std::nullopt;
}

std::optional<double> read_number(const json::value& value) {
    if (const auto* number = value.if_double()) return *number;
    if (const auto* number = value.if_int64()) return static_cast<double>(*number);
    if (const auto* number = value.if_uint64()) return static_cast<double>(*number);
    if (const auto* text = value.if_string()) {
        double number = 0;
        const auto* end = text->data() + text->size();
        const auto [stop, error] = std::from_chars(text->data(), end, number);
        if (error == std::errc() && stop == end && std::isfinite(number)) return number;
    }
    return std::nullopt;
}

const json::value* MessageReader::find(std::string_view name) {
    auto spelling = std::string(name);
    const auto* value = object_.if_contains(spelling);
    if (value == nullptr) {
        spelling = snake_case(name);
        value = object_.if_contains(spelling);
    }
    if (value == nullptr) return nullptr;
    if (unknown_ == UnknownFields::Refuse) known_.insert(std::move(spelling));
    return value->is_null() ? nullptr : value;
}

std::string MessageReader::step_into(std::string_view name) const {
    const auto snake = snake_case(name);
    return path_.empty() ? snake : path_ + "." + snake;
}

void MessageReader::complain(std::string what) {
    if (!trouble_) trouble_ = MessageError{.what = std::move(what)};
}

void MessageReader::refuse_the_rest() {
    if (unknown_ == UnknownFields::Ignore) return;
    for (const auto& field : object_) {
        const std::string_view name = field.key();
        if (known_.contains(name)) continue;
        const auto where = path_.empty() ? std::string() : " at '" + path_ + "'";
        complain("Invalid JSON payload received. Unknown name \"" + std::string(name) + "\"" +
                 where + ": Cannot find field.");
    }
}

void MessageReader::read(const json::value& value, std::string& into, const std::string& path) {
    if (const auto* text = value.if_string()) {
        into.assign(text->data(), text->size());
    } else {
        complain_about(path);
    }
}

void MessageReader::read(const json::value& value, bool& into, const std::string& path) {
    if (const auto* flag = value.if_bool()) {
        into = *flag;
    } else {
        complain_about(path);
    }
}

void MessageReader::read(const json::value& value, double& into, const std::string& path) {
    if (const auto number = read_number(value)) {
        into = *number;
    } else {
        complain_about(path);
    }
}

void MessageReader::read(const json::value& value, Duration& into, const std::string& path) {
    const auto* text = value.if_string();
    const auto length = text ? parse_duration(*text) : std::nullopt;
    if (length) {
        into = *length;
    } else {
        complain_about(path);
    }
}

void MessageReader::read(const json::value& value, ByteBuffer& into, const std::string& path) {
    const auto* text = value.if_string();
    auto bytes = text ? net::from_base64(*text) : std::nullopt;
    if (bytes) {
        into = std::move(*bytes);
    } else {
        complain_about(path);
    }
}

void MessageReader::read(const json::value& value, int& into, const std::string& path) {
    const auto number = read_integer(value);
    if (number && std::in_range<int>(*number)) {
        into = static_cast<int>(*number);
    } else {
        complain_about(path);
    }
}

void MessageReader::read(const json::value& value, std::int64_t& into, const std::string& path) {
    if (const auto number = read_integer(value)) {
        into = *number;
    } else {
        complain_about(path);
    }
}

}  // namespace salon::live
