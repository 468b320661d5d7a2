// Reads messages from JSON, by their table of fields: what proto3-JSON allows, and a bit more.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "live/duration_text.h"
#include "live/fields.h"
#include "net/base64.h"

namespace salon::live {

/// "generation_config" for "generationConfig".
std::string snake_case(std::string_view camel);
std::optional<std::int64_t> read_integer(const boost::json::value& value);
std::optional<double> read_number(const boost::json::value& value);

/// Reads one object. What is wrong first is remembered in `trouble`, in the service's words.
class MessageReader {
public:
    MessageReader(const boost::json::object& object, std::string path, UnknownFields unknown,
                  std::optional<MessageError>& trouble)
        : object_(object), path_(std::move(path)), unknown_(unknown), trouble_(trouble) {}

    template <class T>
    void operator()(std::string_view name, T& into) {
        if (const auto* value = find(name)) read(*value, into, step_into(name));
    }

    /// One of the bodies of an envelope.
    template <class T, class Variant>
    void one(std::string_view name, Variant& into) {
        const auto* value = find(name);
        if (value == nullptr) return;
        if (std::exchange(has_body_, true))
            return complain("Invalid value: oneof field is already set.");
        T body;
        read(*value, body, step_into(name));
        into = std::move(body);
    }

    bool has_body() const { return has_body_; }
    /// Call when all fields were asked for.
    void refuse_the_rest();

private:
    const boost::json::value* find(std::string_view name);
    std::string step_into(std::string_view name) const;
    void complain(std::string what);
    void complain_about(const std::string& path) { complain("Invalid value at '" + path + "'."); }

    void read(const boost::json::value& value, std::string& into, const std::string& path);
    void read(const boost::json::value& value, bool& into, const std::string& path);
    void read(const boost::json::value& value, double& into, const std::string& path);
    void read(const boost::json::value& value, Duration& into, const std::string& path);
    void read(const boost::json::value& value, ByteBuffer& into, const std::string& path);
    void read(const boost::json::value& value, int& into, const std::string& path);
    void read(const boost::json::value& value, std::int64_t& into, const std::string& path);
    void read(const boost::json::value& value, JsonText& into, const std::string&) {
        into = JsonText(boost::json::serialize(value));
    }

    template <class T>
    void read(const boost::json::value& value, std::optional<T>& into, const std::string& path) {
        read(value, into.emplace(), path);
    }

    template <class T>
    void read(const boost::json::value& value, std::vector<T>& into, const std::string& path) {
        const auto* array = value.if_array();
        if (array == nullptr) return complain_about(path);
        for (std::size_t i = 0; i < array->size(); ++i) {
            read((*array)[i], into.emplace_back(), path + "[" + std::to_string(i) + "]");
        }
    }

    template <class T>
    requires std::is_class_v<T>
    void read(const boost::json::value& value, T& into, const std::string& path) {
        const auto* object = value.if_object();
        if (object == nullptr) return complain_about(path);
        MessageReader inner(*object, path, unknown_, trouble_);
        fields(inner, into);
        inner.refuse_the_rest();
    }

    const boost::json::object& object_;
    std::string path_;
    UnknownFields unknown_;
    std::optional<MessageError>& trouble_;
    std::set<std::string, std::less<>> known_;  // The names found so far, as they were spelt.
    bool has_body_ = false;
};

}  // namespace salon::live
