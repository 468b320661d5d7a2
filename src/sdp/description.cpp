#include "sdp/description.h"

#include <algorithm>

#include <fmt/format.h>

#include "sdp/line.h"

namespace salon::sdp {

std::string_view to_string(MediaKind kind) {
    switch (kind) {
        case MediaKind::Audio:
            return "audio";
        case MediaKind::Video:
            return "video";
        case MediaKind::Data:
            return "application";
        case MediaKind::Other:
            return "other";
    }
    return "other";
}

std::string_view to_string(Direction direction) {
    switch (direction) {
        case Direction::SendReceive:
            return "sendrecv";
        case Direction::SendOnly:
            return "sendonly";
        case Direction::ReceiveOnly:
            return "recvonly";
        case Direction::Inactive:
            return "inactive";
    }
    return "inactive";
}

std::string_view to_string(Setup setup) {
    switch (setup) {
        case Setup::ActPass:
            return "actpass";
        case Setup::Active:
            return "active";
        case Setup::Passive:
            return "passive";
    }
    return "actpass";
}

Direction mirrored(Direction direction) {
    switch (direction) {
        case Direction::SendOnly:
            return Direction::ReceiveOnly;
        case Direction::ReceiveOnly:
            return Direction::SendOnly;
        case Direction::SendReceive:
        case Direction::Inactive:
            return direction;
    }
    return direction;
}

bool sends(Direction direction) {
    return direction == Direction::SendReceive || direction == Direction::SendOnly;
}

bool receives(Direction direction) { return sends(mirrored(direction)); }

Direction common(Direction one, Direction other) {
    if (one == Direction::SendReceive || one == other) return other;
    return other == Direction::SendReceive ? one : Direction::Inactive;
}

Result<Fingerprint, ParseError> parse_fingerprint(std::string_view text) {
    constexpr std::size_t bytes_max = 64;  // SHA-512.
    Fingerprint fingerprint{.hash = lower_case(take_word(text)), .bytes = {}};
    while (!text.empty()) {
        const auto pair = take_until(text, ':');
        unsigned value = 0;
        const auto [end, error] =
            std::from_chars(pair.data(), pair.data() + pair.size(), value, 16);
        if (error != std::errc() || pair.size() != 2 || end != pair.data() + 2) {
            return fail(ParseError::Malformed);
        }
        if (fingerprint.bytes.size() == bytes_max) return fail(ParseError::TooLarge);
        fingerprint.bytes.push_back(static_cast<std::uint8_t>(value));
    }
    if (fingerprint.hash.empty() || fingerprint.bytes.empty()) return fail(ParseError::Truncated);
    return fingerprint;
}

std::string to_string(const Fingerprint& fingerprint) {
    std::string text = fingerprint.hash;
    char separator = ' ';
    for (const auto byte : fingerprint.bytes) {
        text += fmt::format("{}{:02X}", separator, byte);
        separator = ':';
    }
    return text;
}

bool Codec::is(std::string_view other_name) const { return same_word(name, other_name); }

bool Codec::has_feedback(std::string_view text) const {
    return std::ranges::find(feedback, text) != feedback.end();
}

std::optional<std::string_view> Codec::parameter(std::string_view key) const {
    for (std::string_view left = parameters; !left.empty();) {
        auto value = take_until(left, ';');
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        if (same_word(take_until(value, '='), key)) return value;
    }
    return std::nullopt;
}

}  // namespace salon::sdp
