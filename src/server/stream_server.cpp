#include "server/stream_server.h"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "server/addresses.h"
#include "server/doors.h"

namespace salon::server {

namespace {

constexpr Duration closing_patience = 3s;

/// At the page's own number TCP is the page's, and callers come in by its door.
bool shares_port(const Settings& settings) {
    return settings.udp_port == settings.port && settings.port != 0;
}

session::TcpPort tcp_port(const Settings& settings) {
    if (!settings.tcp) return session::TcpPort::None;
    return shares_port(settings) ? session::TcpPort::Shared : session::TcpPort::Own;
}

/// Whether who listens at `host` hears what is sent to `address`.
bool hears(const IpAddress& host, const IpAddress& address) {
    const bool all = host == *IpAddress::parse("::");
    const bool all_v4 = host == *IpAddress::parse("0.0.0.0") && address.is_v4();
    return all || all_v4 || host == address;
}

/// Where callers are told to send their media: by UDP and, where the door is open, by TCP.
std::vector<ice::LocalCandidate> candidates(const Settings& settings, std::uint16_t port,
                                            bool tcp) {
    auto addresses = addresses_to_tell(interface_addresses(), settings);
    auto all = ice::host_candidates(addresses, port);
    if (!tcp) return all;
    if (shares_port(settings)) {
        const auto page = *IpAddress::parse(settings.host);
        std::erase_if(addresses, [&](const IpAddress& address) { return !hears(page, address); });
    }
    for (const auto& candidate : ice::host_candidates(addresses, port)) {
        all.push_back(candidate);
        all.back().transport = ice::Transport::TcpPassive;
        all.back().leg = session::caller_streams_leg;
    }
    return all;
}

ui::Limits limits(const Settings& settings) {
    ui::Limits limits{.time_limit = std::nullopt, .concurrency_limit = settings.concurrency_limit};
    if (settings.time_limit) limits.time_limit = std::chrono::seconds(*settings.time_limit);
    return limits;
}

net::HttpServerOptions http_options(const Settings& settings) {
    net::HttpServerOptions options;
    options.local = {*IpAddress::parse(settings.host), settings.port};
    options.websocket.message_max = SocketTraffic::unsent_max;
    options.websocket.unsent_max = SocketTraffic::unsent_max;
    return options;
}

}  // namespace

StreamServer::StreamServer(const Stream& stream, const Settings& settings, Duration patience)
    : loops_(static_cast<std::size_t>(settings.loops)),
      desk_(stream.ui, limits(settings), pool_),
      switchboard_(loops_, {*IpAddress::parse("::"), settings.udp_port}, tcp_port(settings)),
      tcp_(tcp_port(settings) == session::TcpPort::Shared || switchboard_.takes_tcp()),
      reception_({.candidates = candidates(settings, switchboard_.local().port, tcp_),
                  .own_routes = !stream.routes.empty()},
                 front_.executor(), switchboard_, desk_),
      socket_door_(front_.executor(), reception_, patience),
      telephone_(front_.executor(), desk_.page(), reception_, patience),
      http_(front_, http_options(settings)) {
    open_doors(http_, desk_, reception_, socket_door_, telephone_);
    open_own_doors(http_, stream.routes, reception_);
    if (tcp_port(settings) == session::TcpPort::Shared) {
        auto& door = switchboard_.share_tcp(front_);
        http_.others(
            [&door](auto socket, const TransportAddress&) { door.welcome(std::move(socket)); });
    }
    http_.listen();
}

void StreamServer::stop() {
    if (std::exchange(stopped_, true)) return;
    boost::asio::co_spawn(front_.executor(), reception_.close_all(closing_patience),
                          boost::asio::use_future)
        .wait();
    http_.stop();
    front_.stop();
    loops_.stop();
}

}  // namespace salon::server
