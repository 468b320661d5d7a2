#include "server/dotenv.h"

#include <cctype>
#include <optional>

namespace salon::server {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool is_name(std::string_view text) {
    if (text.empty() || std::isdigit(static_cast<unsigned char>(text.front()))) return false;
    for (const unsigned char letter : text) {
        if (!std::isalnum(letter) && letter != '_') return false;
    }
    return true;
}

/// The value without its quotes; nothing when a quote is not closed.
std::optional<std::string> unquoted(std::string_view text) {
    const char quote = text.empty() ? '\0' : text.front();
    if (quote != '"' && quote != '\'') {
        return std::string(trimmed(text.substr(0, text.find(" #"))));
    }
    const auto end = text.find(quote, 1);
    if (end == std::string_view::npos) return std::nullopt;
    return std::string(text.substr(1, end - 1));
}

}  // namespace

Result<Variables, std::string> parse_dotenv(std::string_view text) {
    Variables variables;
    for (int number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        auto line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty() || line.front() == '#') continue;

        if (line.starts_with("export ")) line = trimmed(line.substr(7));
        const auto equals = line.find('=');
        const auto name = trimmed(line.substr(0, equals));
        if (equals == std::string_view::npos || !is_name(name)) {
            return fail("line " + std::to_string(number) + " is not NAME=value");
        }
        auto value = unquoted(trimmed(line.substr(equals + 1)));
        if (!value)
            return fail("line " + std::to_string(number) + " has a quote that is not closed");
        variables.insert_or_assign(std::string(name), std::move(*value));
    }
    return variables;
}

}  // namespace salon::server
