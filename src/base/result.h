// What a function gives back when it may fail. An alias, so that C++23's std::expected is one line
// away. The kinds of error follow whose fault it is (ARCHITECTURE, "Errors").
#pragma once

#include <string>
#include <string_view>
#include <system_error>

#include <tl/expected.hpp>

namespace salon {

template <class T, class E>
using Result = tl::expected<T, E>;

/// `return fail(ParseError::Truncated);` in any function that returns a Result.
template <class E>
constexpr auto fail(E error) {
    return tl::unexpected<E>(std::move(error));
}

/// The peer's bytes are wrong: drop them, count them, go on.
enum class ParseError { Truncated, Malformed, Unsupported, TooLarge, BadChecksum };

constexpr std::string_view to_string(ParseError error) {
    switch (error) {
        case ParseError::Truncated:
            return "truncated";
        case ParseError::Malformed:
            return "malformed";
        case ParseError::Unsupported:
            return "unsupported";
        case ParseError::TooLarge:
            return "too large";
        case ParseError::BadChecksum:
            return "bad checksum";
    }
    return "unknown";
}

/// The world failed us: a refused socket, a provider's 429. `what` may hold foreign text and is
/// therefore never sent to another user.
struct Error {
    std::error_code code;
    std::string what;
};

}  // namespace salon
