#include "live/duration_text.h"

#include <charconv>

#include <fmt/format.h>

namespace salon::live {

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t seconds_max = 100LL * 366 * 24 * 3600;

std::optional<std::int64_t> digits(std::string_view text) {
    std::int64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || text.front() == '-') return std::nullopt;
    return value;
}

}  // namespace

std::string duration_text(Duration length) {
    const auto all = length.count() < 0 ? -length.count() : length.count();
    const auto* sign = length.count() < 0 ? "-" : "";
    const auto whole = all / second;
    const auto rest = all % second;
    if (rest == 0) return fmt::format("{}{}s", sign, whole);
    if (rest % 1000 == 0) return fmt::format("{}{}.{:03}s", sign, whole, rest / 1000);
    return fmt::format("{}{}.{:06}s", sign, whole, rest);
}

std::optional<Duration> parse_duration(std::string_view text) {
    if (!text.ends_with('s')) return std::nullopt;
    text.remove_suffix(1);
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const auto point = std::min(text.find('.'), text.size());
    if (point == 0) return std::nullopt;
    const auto whole = digits(text.substr(0, point));
    if (!whole || *whole > seconds_max) return std::nullopt;
    std::int64_t micros = *whole * second;
    if (point < text.size()) {
        std::string rest(text.substr(point + 1, 6));  // What is finer than ours is cut off.
        if (rest.empty()) return std::nullopt;
        rest.resize(6, '0');
        const auto fraction = digits(rest);
        if (!fraction) return std::nullopt;
        micros += *fraction;
    }
    return Duration(negative ? -micros : micros);
}

}  // namespace salon::live
