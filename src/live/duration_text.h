// Durations as proto3-JSON spells them: "9.500s".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace salon::live {

/// With 0, 3 or 6 digits after the point.
std::string duration_text(Duration length);
/// Nothing when `text` is no duration, or a longer one than a century.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace salon::live
