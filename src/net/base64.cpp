#include "net/base64.h"

#include <array>

namespace salon::net {

namespace {

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_letter = 0xff;

constexpr std::array<std::uint8_t, 256> make_values() {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_letter);
    for (std::size_t i = 0; i < letters.size(); ++i) {
        values[static_cast<std::uint8_t>(letters[i])] = static_cast<std::uint8_t>(i);
    }
    values['-'] = 62;  // The URL-safe alphabet, RFC 4648 §5.
    values['_'] = 63;
    return values;
}
constexpr auto values = make_values();

char letter(std::uint32_t group, int shift) { return letters[(group >> shift) & 63]; }

std::string_view without_padding(std::string_view text) {
    if (text.size() % 4 != 0) return text;
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    return text;
}

}  // namespace

std::string to_base64(Bytes bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::size_t at = 0;
    for (; at + 3 <= bytes.size(); at += 3) {
        const std::uint32_t group = static_cast<std::uint32_t>(bytes[at]) << 16 |
                                    static_cast<std::uint32_t>(bytes[at + 1]) << 8 | bytes[at + 2];
        for (const int shift : {18, 12, 6, 0}) text += letter(group, shift);
    }
    const auto left = bytes.size() - at;
    if (left == 0) return text;
    std::uint32_t group = static_cast<std::uint32_t>(bytes[at]) << 16;
    if (left == 2) group |= static_cast<std::uint32_t>(bytes[at + 1]) << 8;
    text += letter(group, 18);
    text += letter(group, 12);
    text += left == 2 ? letter(group, 6) : '=';
    text += '=';
    return text;
}

std::optional<ByteBuffer> from_base64(std::string_view text) {
    const auto body = without_padding(text);
    if (body.size() % 4 == 1) return std::nullopt;  // Six bits are no byte.
    ByteBuffer bytes;
    bytes.reserve(body.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    std::uint8_t seen = 0;
    for (const char c : body) {
        const auto value = values[static_cast<std::uint8_t>(c)];
        seen |= value;
        bits = bits << 6 | (value & 63u);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes.push_back(static_cast<std::uint8_t>(bits >> count));
    }
    if ((seen & 0xc0) != 0) return std::nullopt;
    return bytes;
}

}  // namespace salon::net
