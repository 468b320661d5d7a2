#include "server/stream_server.h"

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "server/addresses.h"
#include "server/doors.h"

namespace salon::server {

namespace {

constexpr Duration closing_patience = 3s;

/// Where callers are told to send their media: what the operator said, or every interface.
std::vector<ice::LocalCandidate> candidates(const Settings& settings, std::uint16_t port) {
    std::vector<IpAddress> addresses;
    for (const auto& text : settings.public_addresses) addresses.push_back(*IpAddress::parse(text));
    if (addresses.empty()) addresses = interface_addresses();
    return ice::host_candidates(addresses, port);
}

ReceptionOptions reception_options(Stream stream, const Settings& settings, std::uint16_t port) {
    ReceptionOptions options;
    options.handler = std::move(stream.handler);
    options.page = std::move(stream.page);
    options.concurrency_limit = settings.concurrency_limit.value_or(stream.concurrency_limit);
    options.time_limit = stream.time_limit;
    options.candidates = candidates(settings, port);
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
      reception_(reception_options(std::move(stream), settings, switchboard_.local().port),
                 front_.executor(), switchboard_, pool_),
      http_(front_, http_options(settings)) {
    // At the page's own number TCP is the page's.
    if (settings.udp_port != settings.port || settings.port == 0) switchboard_.open_tcp();
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
