// Writes messages as JSON, by their table of fields. What has its default value is left out; an
// engaged optional is written, even empty.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "live/duration_text.h"
#include "live/fields.h"
#include "net/base64.h"

namespace salon::live {

class MessageWriter {
public:
    template <class T>
    void operator()(std::string_view name, const T& value) {
        if (!is_default(value)) object_.emplace(name, json(value));
    }

    template <class T, class Variant>
    void one(std::string_view name, const Variant& body) {
        if (const auto* value = std::get_if<T>(&body)) object_.emplace(name, json(*value));
    }

    boost::json::object take() { return std::move(object_); }

private:
    static bool is_default(const std::string& text) { return text.empty(); }
    static bool is_default(const JsonText& text) { return text.value().empty(); }
    static bool is_default(bool flag) { return !flag; }
    static bool is_default(std::int64_t number) { return number == 0; }
    static bool is_default(Duration length) { return length == Duration(0); }
    static bool is_default(const ByteBuffer& bytes) { return bytes.empty(); }
    template <class T>
    static bool is_default(const std::vector<T>& list) {
        return list.empty();
    }
    template <class T>
    static bool is_default(const std::optional<T>& value) {
        return !value.has_value();
    }

    static boost::json::value json(const std::string& text) { return boost::json::string(text); }
    static boost::json::value json(const JsonText& text);
    static boost::json::value json(bool flag) { return flag; }
    static boost::json::value json(int number) { return number; }
    static boost::json::value json(std::int64_t number) { return number; }
    static boost::json::value json(double number) { return number; }
    static boost::json::value json(Duration length) {
        return boost::json::string(duration_text(length));
    }
    static boost::json::value json(const ByteBuffer& bytes) {
        return boost::json::string(net::to_base64(bytes));
    }
    /// Token counts are int32; what may be absent is int64, and that is text in proto3-JSON.
    static boost::json::value json(const std::optional<std::int64_t>& number) {
        return boost::json::string(std::to_string(*number));
    }
    template <class T>
    static boost::json::value json(const std::optional<T>& value) {
        return json(*value);
    }
    template <class T>
    static boost::json::value json(const std::vector<T>& list) {
        boost::json::array array;
        for (const auto& item : list) array.push_back(json(item));
        return array;
    }
    template <class T>
    requires std::is_class_v<T>
    static boost::json::value json(const T& message) {
        MessageWriter inner;
        fields(inner, message);
        return inner.take();
    }

    boost::json::object object_;
};

}  // namespace salon::live
