#include "server/stream_server.h"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "server/addresses.h"
#include "server/doors.h"

namespace salon::server {

namespace {

constexpr Duration closing_patience = 3s;

/// At the page's own number TCP is the page's.
bool tcp_is_free(const Settings& settings) {
    return settings.udp_port != settings.port || settings.port == 0;
}

/// Where callers are told to send their media: what the operator said, or every interface; by UDP
/// and, if the door is open, by TCP.
std::vector<ice::LocalCandidate> candidates(const Settings& settings, std::uint16_t port,
                                            bool tcp) {
    std::vector<IpAddress> addresses;
    for (const auto& text : settings.public_addresses) addresses.push_back(*IpAddress::parse(text));
    if (addresses.empty()) addresses = interface_addresses();
    auto all = ice::host_candidates(addresses, port);
    if (!tcp) return all;
    for (const auto& candidate : ice::host_candidates(addresses, port)) {
        all.push_back(candidate);
        all.back().transport = ice::Transport::TcpPassive;
        all.back().leg = session::caller_streams_leg;
    }
    return all;
}

ReceptionOptions reception_options(Stream stream, const Settings& settings, std::uint16_t port,
                                   bool tcp) {
    ReceptionOptions options;
    options.handler = std::move(stream.handler);
    options.page = std::move(stream.page);
    options.concurrency_limit = settings.concurrency_limit.value_or(stream.concurrency_limit);
    options.time_limit = stream.time_limit;
    options.candidates = candidates(settings, port, tcp);
    options.server_rtc_configuration = std::move(stream.server_rtc_configuration);
    if (settings.time_limit) options.time_limit = std::chrono::seconds(*settings.time_limit);
    if (options.time_limit == Duration(0)) options.time_limit.reset();
    if (options.time_limit) {
        const auto limit = std::chrono::duration_cast<std::chrono::seconds>(*options.time_limit);
        options.page.time_limit = static_cast<int>(limit.count());
    }
    return options;
}

net::HttpServerOptions http_options(const Settings& settings) {
    net::HttpServerOptions options;
    options.local = {*IpAddress::parse(settings.host), settings.port};
    return options;
}

}  // namespace

StreamServer::StreamServer(Stream stream, const Settings& settings)
    : loops_(static_cast<std::size_t>(settings.loops)),
      switchboard_(loops_, {*IpAddress::parse("::"), settings.udp_port}),
      tcp_(tcp_is_free(settings) && switchboard_.open_tcp()),
      reception_(reception_options(std::move(stream), settings, switchboard_.local().port, tcp_),
                 front_.executor(), switchboard_, pool_),
      http_(front_, http_options(settings)) {
    open_doors(http_, reception_);
    http_.listen();
}

void StreamServer::stop() {
    if (std::exchange(stopped_, true)) return;
    boost::asio::co_spawn(front_.executor(), reception_.close_all(closing_patience),
                          boost::asio::use_future)
        .wait();
    http_.stop();
    front_.stop();
    loops_.stop();  // Before the switchboard goes: its sockets belong to them.
}

}  // namespace salon::server
