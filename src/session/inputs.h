// The latest values of a page's inputs, as one call sees them.
//
// Values belong to one caller. They may change at any time; a handler that keeps one across an
// await keeps what it read. Secrets live here and nowhere else: they are never logged.
#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include <boost/json/value.hpp>

#include "media/picture.h"

namespace salon {

using PictureRef = std::shared_ptr<const Picture>;  ///< Null when there is no picture.

/// The value of any component of a page. What is neither flag, number, text nor picture (a chat, a
/// classification) travels as JSON.
using InputValue =
    std::variant<std::monostate, bool, double, std::string, PictureRef, boost::json::value>;

/// A component of a page: it has an id, and reads values of its own type.
template <class C>
concept InputComponent = requires(const C& component, const InputValue& value) {
    component.id();
    { component.read(value) } -> std::convertible_to<typename C::Value>;
};

class Inputs {
public:
    /// Sets the value of the component `id`, labelled `label`, whether it was known or not.
    void set(int id, std::string_view label, InputValue value);
    /// The same for one that is known; false when it is not.
    bool set(int id, InputValue value);

    /// The value of a component, by its handle: `call().inputs()[threshold]`.
    ///
    /// Errors  std::out_of_range when the call does not hear that component
    /// Thread  strand; does not block
    template <InputComponent C>
    typename C::Value operator[](const C& component) const {
        return component.read(at(component.id()));
    }

    /// The text of an input; empty when it has none.
    ///
    /// Errors  std::out_of_range when the call hears no input of that label
    /// Thread  strand; does not block
    const std::string& text(std::string_view label) const;
    /// The picture of an input; null when it has none. Errors and thread as `text`.
    PictureRef picture(std::string_view label) const;
    double number(std::string_view label) const;
    bool flag(std::string_view label) const;

    bool has(int id) const { return values_.contains(id); }
    /// Counts every change, so that a reader can tell new from known.
    std::uint64_t version() const { return version_; }

private:
    struct Named {
        std::string label;
        InputValue value;
    };
    const InputValue& at(int id) const;
    const InputValue& at(std::string_view label) const;

    std::map<int, Named> values_;
    std::uint64_t version_ = 0;
};

}  // namespace salon
