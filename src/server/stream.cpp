#include "server/stream.h"

#include <csignal>
#include <future>
#include <iostream>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "base/log.h"
#include "net/loop.h"
#include "net/pool.h"
#include "server/addresses.h"
#include "server/doors.h"
#include "server/reception.h"
#include "session/switchboard.h"

namespace salon {

namespace {

constexpr Duration closing_patience = 3s;

void log_to_stderr(LogLevel level, std::string_view module, std::string_view text) {
    static constexpr const char* names[] = {"debug", "info", "warning", "error"};
    std::fprintf(stderr, "%-7s %-8.*s %.*s\n", names[static_cast<int>(level)],
                 static_cast<int>(module.size()), module.data(), static_cast<int>(text.size()),
                 text.data());
}

/// Where callers are told to send their media: what the operator said, or every interface.
std::vector<TransportAddress> candidates(const Settings& settings) {
    std::vector<TransportAddress> found;
    for (const auto& text : settings.public_addresses) {
        found.push_back({*IpAddress::parse(text), settings.udp_port});
    }
    if (!found.empty()) return found;
    for (const auto& ip : server::interface_addresses()) found.push_back({ip, settings.udp_port});
    return found;
}

server::ReceptionOptions reception_options(Stream stream, const Settings& settings) {
    server::ReceptionOptions options{
        .handler = std::move(stream.handler),
        .page = std::move(stream.page),
        .concurrency_limit = settings.concurrency_limit.value_or(stream.concurrency_limit),
        .time_limit = stream.time_limit,
        .candidates = candidates(settings)};
    if (settings.time_limit) options.time_limit = std::chrono::seconds(*settings.time_limit);
    if (options.time_limit) {
        options.page.time_limit = static_cast<int>(
            std::chrono::duration_cast<std::chrono::seconds>(*options.time_limit).count());
    }
    return options;
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
    net::Pool pool;
    net::Loops loops(static_cast<std::size_t>(settings.loops));
    net::Loop front;
    const TransportAddress anywhere{*IpAddress::parse("::"), settings.udp_port};
    session::Switchboard switchboard(loops, anywhere);
    server::Reception reception(reception_options(std::move(stream), settings), front.executor(),
                                switchboard, pool);
    net::HttpServer server(front, {.local = {*IpAddress::parse(settings.host), settings.port}});
    server::open_doors(server, reception);
    server.listen();
    std::cout << "Open http://" << (settings.host == "127.0.0.1" ? "localhost" : settings.host)
              << ':' << server.local().port << "  (Ctrl-C ends)" << std::endl;

    int signal = 0;
    sigwait(&signals, &signal);
    log(LogLevel::Info, "server", "stopping");
    boost::asio::co_spawn(front.executor(), reception.close_all(closing_patience),
                          boost::asio::use_future)
        .wait();
    server.stop();
}

int launch(const std::function<void(const Settings&)>& run, int argc, const char* const* argv) {
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
