// The offline critic as a program of its own: a server of the Gemini Live protocol, for the art
// critic without a key and for whoever develops a live client without the network.
#include <csignal>
#include <cstdio>
#include <iostream>

#include <salon/critic.h>

#include "options.h"

using namespace salon;

namespace {

void log_to_stderr(LogLevel level, std::string_view module, std::string_view text) {
    static constexpr const char* names[] = {"debug", "info", "warning", "error"};
    std::fprintf(stderr, "%-7s %-8.*s %.*s\n", names[static_cast<int>(level)],
                 static_cast<int>(module.size()), module.data(), static_cast<int>(text.size()),
                 text.data());
}

// Blocks SIGINT and SIGTERM for all threads, those to come included.
sigset_t block_stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

void serve(const Options& options) {
    const auto stop_signals = block_stop_signals();
    const Random seed = options.seed ? Random(*options.seed) : Random(crypto::random_seed());
    net::Pool pool;
    net::Loop loop;
    critic::CriticServer server(loop, pool, critic::Faculties::load(), options.critic, seed);
    server.listen();
    std::cout << "The critic listens on " << server.endpoint() << "  (Ctrl-C ends)" << std::endl;
    int signal = 0;
    sigwait(&stop_signals, &signal);
    server.stop();
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const auto options = read_options(argc, argv);
        if (!options) return 0;
        set_log_sink(log_to_stderr, options->verbose ? LogLevel::Debug : LogLevel::Info);
        serve(*options);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "live_server: " << error.what() << std::endl;
        return 2;
    }
}
