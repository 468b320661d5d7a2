#include "base/log.h"

namespace salon {

namespace {
LogSink the_sink;
LogLevel the_lowest = LogLevel::Error;
}  // namespace

void set_log_sink(LogSink sink, LogLevel lowest) {
    the_sink = std::move(sink);
    the_lowest = lowest;
}

bool logs(LogLevel level) { return the_sink && level >= the_lowest; }

void write_log(LogLevel level, std::string_view module, std::string_view text) {
    if (the_sink) the_sink(level, module, text);
}

}  // namespace salon
