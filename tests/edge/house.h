// A server and its callers in one process, and the books that must balance when all have left.
#pragma once

#include <string>
#include <thread>

#include <boost/json.hpp>

#include "net/clock.h"
#include "real/caller.h"
#include "server/stream_server.h"

namespace salon::testing_real {

/// Each look is a request, whose connection holds a port of this machine for a minute.
inline constexpr Duration between_looks = 10ms;

/// On free ports of this machine, with as many loops as it has cores.
inline Settings on_free_ports() {
    Settings settings;
    settings.port = 0;
    settings.public_addresses = {"127.0.0.1"};
    return settings;
}

class House {
public:
    explicit House(const Stream& stream, const Settings& settings = on_free_ports(),
                   Duration start_patience = server::start_patience)
        : server_(stream, settings, start_patience) {}

    net::Loop& callers() { return callers_; }
    std::uint16_t port() const { return server_.port(); }
    TransportAddress udp() const { return {*IpAddress::parse("127.0.0.1"), server_.udp_port()}; }

    boost::json::object health() {
        return boost::json::parse(ask(callers_, port(), "GET", "/healthz").body).as_object();
    }
    std::int64_t count(std::string_view part, std::string_view name) {
        return health().at(part).at(name).to_number<std::int64_t>();
    }
    /// True as soon as exactly `calls` are left, with their lines.
    bool only_left(std::int64_t calls, Duration patience = 20s) {
        const auto until = net::steady_now() + patience;
        while (net::steady_now() < until) {
            const auto sessions = health().at("sessions").as_object();
            if (sessions.at("active") == calls && sessions.at("lines") == calls) return true;
            std::this_thread::sleep_for(between_looks);
        }
        return false;
    }

private:
    net::Loop callers_;
    server::StreamServer server_;
};

}  // namespace salon::testing_real
