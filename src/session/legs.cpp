#include "session/legs.h"

#include <utility>

#include "base/log.h"
#include "net/spawn.h"

namespace salon::session {

namespace {

Leg leg_of(std::size_t number) { return Leg(static_cast<std::uint16_t>(first_relay_leg + number)); }

ice::LocalCandidate candidate_of(std::size_t number, const turn::Allocated& allocated) {
    return {.kind = ice::CandidateKind::Relayed,
            .address = allocated.relayed,
            .leg = leg_of(number),
            .rank = static_cast<std::uint16_t>(number)};
}

/// What is said about a relay once, as the operator wrote it.
std::optional<RelayOptions> options_of(const std::string& url, const turn::IceServer& server) {
    auto parsed = turn::parse_server_url(url);
    if (!parsed) {
        log(LogLevel::Warning, "session", "{}", parsed.error());
        return std::nullopt;
    }
    if (parsed->kind != turn::ServerKind::Turn) return std::nullopt;
    RelayOptions options;
    options.server = std::move(*parsed);
    options.username = server.username;
    options.credential = server.credential;
    return options;
}

}  // namespace

Task<> give_back(Relays relays) {
    for (const auto& relay : relays) co_await relay->close();
}

std::vector<ice::LocalCandidate> candidates_of(const Relays& relays) {
    std::vector<ice::LocalCandidate> all;
    for (std::size_t i = 0; i < relays.size(); ++i) {
        if (relays[i]->address()) all.push_back(candidate_of(i, *relays[i]->address()));
    }
    return all;
}

void Legs::listen(Events events) {
    events_ = std::move(events);
    streams_.listen([this](MutableBytes bytes, const TransportAddress& from) {
        events_.datagram(bytes, {.remote = from, .leg = caller_streams_leg});
    });
    for (std::size_t i = 0; i < relays_.size(); ++i) {
        const auto leg = leg_of(i);
        Relay::Events told;
        told.arrived = [this, leg](MutableBytes bytes, const TransportAddress& from) {
            events_.datagram(bytes, {.remote = from, .leg = leg});
        };
        told.address = [this, i](const turn::Allocated& allocated) {
            events_.address(candidate_of(i, allocated));
        };
        told.lost = [this, leg] { events_.lost(leg); };
        relays_[i]->listen(std::move(told));
    }
}

void Legs::send(Datagram datagram) {
    if (datagram.leg == caller_streams_leg) {
        streams_.send(datagram.bytes, datagram.to);
        return;
    }
    const std::size_t number = datagram.leg.value() - first_relay_leg;
    if (number < relays_.size()) relays_[number]->send(datagram.bytes, datagram.to);
}

Task<> Legs::close() {
    streams_.close();
    auto relays = std::exchange(relays_, {});
    co_await give_back(std::move(relays));
}

Task<Relays> gather(net::Loop& loop, turn::RtcConfiguration configuration,
                    stun::AddressFamily family, Random random, Moment until,
                    std::shared_ptr<RelayTotals> totals) {
    Relays asked;
    for (const auto& server : configuration.ice_servers) {
        for (const auto& url : server.urls) {
            auto options = options_of(url, server);
            if (!options || asked.size() == relays_each_max) continue;
            options->family = family;
            options->totals = totals;
            asked.push_back(std::make_shared<Relay>(loop, std::move(*options), random.fork()));
            asked.back()->start();
        }
    }
    Relays useful;
    Relays hopeless;
    for (const auto& relay : asked) {
        co_await relay->settle(until);
        (relay->address() ? useful : hopeless).push_back(relay);
    }
    net::spawn(loop.executor(), "session", give_back(std::move(hopeless)));
    co_return useful;
}

}  // namespace salon::session
