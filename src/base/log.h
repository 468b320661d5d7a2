// Where words about what happens go. A line has a level, the module it comes from and text; the
// program decides what to do with it. No text from the wire above debug, no address of a peer above
// debug, and never a secret at any level.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace salon {

enum class LogLevel { Debug, Info, Warning, Error };

using LogSink = std::function<void(LogLevel, std::string_view module, std::string_view text)>;

/// Set once, before threads start. The sink is called from any thread and must not block for long.
void set_log_sink(LogSink sink, LogLevel lowest = LogLevel::Info);
bool logs(LogLevel level);
void write_log(LogLevel level, std::string_view module, std::string_view text);

template <class... Values>
void log(LogLevel level, std::string_view module, fmt::format_string<Values...> form,
         Values&&... values) {
    if (logs(level)) write_log(level, module, fmt::format(form, std::forward<Values>(values)...));
}

}  // namespace salon
