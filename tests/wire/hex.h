// Bytes as an RFC prints them: from_hex("8040f17b 8041f8d3").
#pragma once

#include <cctype>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "base/check.h"

namespace salon::testing_wire {

inline std::uint8_t hex_digit(char digit) {
    if (digit >= '0' && digit <= '9') return static_cast<std::uint8_t>(digit - '0');
    check(digit >= 'a' && digit <= 'f');
    return static_cast<std::uint8_t>(digit - 'a' + 10);
}

inline ByteBuffer from_hex(std::string_view text) {
    ByteBuffer bytes;
    bool half = false;
    for (const char digit : text) {
        if (std::isspace(static_cast<unsigned char>(digit)) != 0) continue;
        if (half) {
            bytes.back() = static_cast<std::uint8_t>(bytes.back() << 4 | hex_digit(digit));
        } else {
            bytes.push_back(hex_digit(digit));
        }
        half = !half;
    }
    check(!half);
    return bytes;
}

}  // namespace salon::testing_wire
