#include "server/borrowing.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.h"
#include "net/clock.h"
#include "net/lookup.h"
#include "net/spawn.h"
#include "net/with_timeout.h"
#include "sdp/candidate.h"

namespace salon::server {

namespace {

void log_no_relay(std::string_view why) {
    log(LogLevel::Warning, "server", "server_rtc_configuration: {}: this call has no relay", why);
}

/// What the source gives in time; else nothing, and a line in the log.
Task<std::optional<turn::RtcConfiguration>> answer_of(RtcSource source, Inputs inputs) {
    try {
        auto asked = source.ask(std::move(inputs));
        auto answer = co_await net::with_timeout(question_patience, std::move(asked));
        if (answer && *answer) co_return std::move(**answer);
        log_no_relay(answer ? answer->error().what : "it took longer than 5 s");
    } catch (const std::exception& error) {
        log_no_relay(error.what());
    }
    co_return std::nullopt;
}

/// The STUN servers among those that help, by IPv4: IPv6 is seldom translated.
std::vector<turn::ServerUrl> stun_servers_of(const turn::RtcConfiguration& configuration) {
    std::vector<turn::ServerUrl> all;
    for (const auto& server : configuration.ice_servers) {
        for (const auto& url : server.urls) {
            auto parsed = turn::parse_server_url(url);
            if (parsed && parsed->kind == turn::ServerKind::Stun) all.push_back(std::move(*parsed));
        }
    }
    return all;
}

/// How the first STUN server that answers sees the port of all calls.
Task<std::optional<TransportAddress>> outside_of(session::Exchange& exchange,
                                                 turn::RtcConfiguration configuration,
                                                 Random random, Moment until) {
    for (const auto& server : stun_servers_of(configuration)) {
        const auto found = co_await net::look_up(server.host, server.port, until);
        const auto is_v4 = [](const TransportAddress& address) { return address.ip.is_v4(); };
        if (!found) continue;
        const auto at = std::ranges::find_if(*found, is_v4);
        if (at == found->end()) continue;
        const auto give_up = std::min(until, net::steady_now() + stun_patience);
        const auto outside = co_await exchange.look_from(*at, random.fork(), give_up);
        if (outside) co_return outside;
        log(LogLevel::Warning, "server", "stun:{}:{} does not answer", server.host, server.port);
    }
    co_return std::nullopt;
}

}  // namespace

stun::AddressFamily family_for(std::string_view offer) {
    constexpr std::string_view mark = "a=candidate:";
    bool v6_only = false;
    for (auto at = offer.find(mark); at != offer.npos; at = offer.find(mark, at + 1)) {
        const auto line = offer.substr(at, offer.find_first_of("\r\n", at) - at);
        const auto candidate = sdp::parse_candidate(line);
        const auto address = candidate ? candidate->address() : std::nullopt;
        if (!address || address->ip.is_v4()) return stun::AddressFamily::V4;
        v6_only = true;
    }
    return v6_only ? stun::AddressFamily::V6 : stun::AddressFamily::V4;
}

Task<Borrowed> borrow(session::Exchange& exchange, RtcSource source, Inputs inputs,
                      std::string offer, Random random) {
    Borrowed borrowed{.exchange = &exchange};
    if (!source) co_return borrowed;
    auto configuration = co_await answer_of(std::move(source), std::move(inputs));
    if (!configuration) co_return borrowed;
    borrowed.policy = configuration->ice_transport_policy;
    const auto until = net::steady_now() + relay_patience;
    auto asking = session::gather(exchange.loop(), *configuration, family_for(offer), random.fork(),
                                  until, exchange.relay_totals());
    borrowed.relays = co_await boost::asio::co_spawn(exchange.executor(), std::move(asking),
                                                     boost::asio::use_awaitable);
    if (borrowed.policy == turn::IceTransportPolicy::Relay) co_return borrowed;
    auto looking = outside_of(exchange, std::move(*configuration), random, until);
    borrowed.outside = co_await boost::asio::co_spawn(exchange.executor(), std::move(looking),
                                                      boost::asio::use_awaitable);
    co_return borrowed;
}

void add_to(peer::PeerOptions& options, const Borrowed& borrowed) {
    const bool relay_only = borrowed.policy == turn::IceTransportPolicy::Relay;
    const auto is_ours = [&](const auto& ours) { return ours.address == borrowed.outside; };
    const bool behind_nat = borrowed.outside && std::ranges::none_of(options.candidates, is_ours);
    if (!relay_only && !behind_nat && borrowed.relays.empty()) return;
    // Only a full agent speaks first; relays and NATs let in only those who were spoken to.
    options.ice = peer::Ice::Full;
    if (behind_nat) {
        options.candidates.push_back(
            {.kind = ice::CandidateKind::ServerReflexive, .address = *borrowed.outside});
    }
    if (relay_only) options.filter = ice::CandidateFilter::RelayOnly;
    for (const auto& candidate : session::candidates_of(borrowed.relays)) {
        options.candidates.push_back(candidate);
    }
}

void give_back(Borrowed borrowed) {
    net::spawn(borrowed.exchange->executor(), "server",
               session::give_back(std::move(borrowed.relays)));
}

}  // namespace salon::server
