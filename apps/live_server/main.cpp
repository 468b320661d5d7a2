// The offline critic as a program of its own: a server of the Gemini Live protocol, for the art
// critic without a key and for whoever develops a live client without the network.
#include <iostream>

#include <salon/critic.h>

#include "options.h"

using namespace salon;

namespace {

void serve(const Options& options) {
    const net::StopSignals stop;
    const Random seed = options.seed ? Random(*options.seed) : Random(crypto::random_seed());
    net::Pool pool;
    net::Loop loop;
    critic::CriticServer server(loop, pool, critic::Faculties::load(), options.critic, seed);
    server.listen();
    std::cout << "The critic listens on " << server.endpoint() << "  (Ctrl-C ends)" << std::endl;
    stop.wait();
    server.stop();
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const auto options = read_options(argc, argv);
        if (!options) return 0;
        set_log_sink(net::log_to_stderr, options->verbose ? LogLevel::Debug : LogLevel::Info);
        serve(*options);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "live_server: " << error.what() << std::endl;
        return 2;
    }
}
