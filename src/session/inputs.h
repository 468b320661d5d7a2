// The latest values of a page's inputs, as one call sees them.
//
// Values belong to one caller. They may change at any time; a handler that keeps one across an
// await keeps what it read. Secrets live here and nowhere else: they are never logged.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "media/picture.h"

namespace salon {

using PictureRef = std::shared_ptr<const Picture>;  ///< Null when there is no picture.
using InputValue = std::variant<std::monostate, bool, double, std::string, PictureRef>;

class Inputs {
public:
    /// Sets the value of the input labelled `label`, whether it was known or not.
    void set(std::string_view label, InputValue value);

    /// The text of an input; empty when it has none.
    ///
    /// Errors  std::out_of_range when the page has no input of that label
    /// Thread  strand; does not block
    const std::string& text(std::string_view label) const;
    /// The picture of an input; null when it has none. Errors and thread as `text`.
    PictureRef picture(std::string_view label) const;
    double number(std::string_view label) const;
    bool flag(std::string_view label) const;

    /// Counts every change, so that a reader can tell new from known.
    std::uint64_t version() const { return version_; }
    const auto& all() const { return values_; }

private:
    const InputValue& at(std::string_view label) const;

    std::map<std::string, InputValue, std::less<>> values_;
    std::uint64_t version_ = 0;
};

}  // namespace salon
