#include "server/stream.h"

#include <csignal>
#include <cstdio>
#include <iostream>
#include <utility>

#include "base/log.h"
#include "server/stream_server.h"

namespace salon {

namespace {

void log_to_stderr(LogLevel level, std::string_view module, std::string_view text) {
    static constexpr const char* names[] = {"debug", "info", "warning", "error"};
    std::fprintf(stderr, "%-7s %-8.*s %.*s\n", names[static_cast<int>(level)],
                 static_cast<int>(module.size()), module.data(), static_cast<int>(text.size()),
                 text.data());
}

/// Blocks the calling thread, and every thread made after it, for the two signals that end us.
sigset_t block_stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

}  // namespace

void serve(Stream stream, const Settings& settings) {
    const auto signals = block_stop_signals();
    server::StreamServer server(std::move(stream), settings);
    std::cout << "Open http://" << (settings.host == "127.0.0.1" ? "localhost" : settings.host)
              << ':' << server.port() << "  (Ctrl-C ends)" << std::endl;
    int signal = 0;
    sigwait(&signals, &signal);
    log(LogLevel::Info, "server", "stopping");
}

int launch(const std::function<void(const Settings&)>& run, int argc, const char* const* argv) {
    block_stop_signals();  // Before `run` starts a thread.
    try {
        const auto settings = read_settings(argc, argv);
        if (!settings) return 0;
        set_log_sink(log_to_stderr, settings->verbose ? LogLevel::Debug : LogLevel::Info);
        run(*settings);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "salon: " << error.what() << std::endl;
        return 2;
    }
}

int launch(const Stream& stream, int argc, const char* const* argv) {
    return launch([&stream](const Settings& settings) { serve(stream, settings); }, argc, argv);
}

}  // namespace salon
