#include "server/stream.h"

#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "net/process.h"
#include "server/stream_server.h"

namespace salon {

namespace {

std::unique_ptr<server::StreamServer> open(const Stream& stream, const Settings& settings) {
    try {
        return std::make_unique<server::StreamServer>(stream, settings);
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::address_in_use) throw;
        throw SettingsError(std::string(error.what()) +
                            ": end the program that has it, or choose another port");
    }
}

}  // namespace

Stream& Stream::route(std::string method, std::string path, RouteFunction answer) {
    routes.push_back({std::move(method), std::move(path), std::move(answer)});
    return *this;
}

void Stream::launch(std::uint16_t port) const {
    Settings settings;
    settings.port = port;
    settings.udp_port = port;
    serve(*this, settings);
}

void serve(const Stream& stream, const Settings& settings) {
    const net::StopSignals stop;
    const auto server = open(stream, settings);
    std::cout << "Open http://" << (settings.host == "127.0.0.1" ? "localhost" : settings.host)
              << ':' << server->port() << "  (Ctrl-C ends)" << std::endl;
    if (settings.mode == Mode::Phone) {
        std::cout << "Point a telephone number at https://YOUR.NAME/telephone/incoming "
                     "(docs/telephone.md)"
                  << std::endl;
    }
    stop.wait();
    log(LogLevel::Info, "server", "stopping");
}

int launch(const std::function<void(const Settings&)>& run, int argc, const char* const* argv,
           const OwnSettings& own) {
    const net::StopSignals stop;  // Before `run` starts a thread.
    try {
        const auto settings = read_settings(argc, argv, own);
        if (!settings) return 0;
        set_log_sink(net::log_to_stderr, settings->verbose ? LogLevel::Debug : LogLevel::Info);
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
