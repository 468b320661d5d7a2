// Reads a `.env` file: NAME=value lines, `#` comments, optional `export`, single or double quotes.
// The values stay in the map; they are never put into the process's environment.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace salon::server {

using Variables = std::map<std::string, std::string, std::less<>>;

/// Errors  the line number and what is wrong with it, never its value
Result<Variables, std::string> parse_dotenv(std::string_view text);

}  // namespace salon::server
