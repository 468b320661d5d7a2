// What a main() needs of the operating system: where its log goes, and when it is told to stop.
#pragma once

#include <csignal>

#include <string_view>

#include "base/log.h"

namespace salon::net {

/// A log sink: one line for each message.
///
/// Thread  any; blocks as long as stderr does
void log_to_stderr(LogLevel level, std::string_view module, std::string_view text);

/// SIGINT and SIGTERM, kept from ending the process: they wait until they are waited for. Made
/// before there are other threads, which inherit it.
class StopSignals {
public:
    StopSignals();

    /// Thread  the one that made it; blocks until one of them has come
    void wait() const;

private:
    sigset_t signals_;
};

}  // namespace salon::net
