#include "net/process.h"

#include <cstdio>

namespace salon::net {

void log_to_stderr(LogLevel level, std::string_view module, std::string_view text) {
    static constexpr const char* names[] = {"debug", "info", "warning", "error"};
    std::fprintf(stderr, "%-7s %-8.*s %.*s\n", names[static_cast<int>(level)],
                 static_cast<int>(module.size()), module.data(), static_cast<int>(text.size()),
                 text.data());
}

StopSignals::StopSignals() : signals_{} {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

void StopSignals::wait() const {
    int signal = 0;
    sigwait(&signals_, &signal);
}

}  // namespace salon::net
