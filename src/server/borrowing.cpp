#include "server/borrowing.h"

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.h"
#include "net/clock.h"
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
    auto asking =
        session::gather(exchange.loop(), std::move(*configuration), family_for(offer), random,
                        net::steady_now() + relay_patience, exchange.relay_totals());
    borrowed.relays = co_await boost::asio::co_spawn(exchange.executor(), std::move(asking),
                                                     boost::asio::use_awaitable);
    co_return borrowed;
}

void add_to(peer::PeerOptions& options, const Borrowed& borrowed) {
    const bool relay_only = borrowed.policy == turn::IceTransportPolicy::Relay;
    if (!relay_only && borrowed.relays.empty()) return;
    // Only a full agent speaks first, and a relay lets in only those who were spoken to.
    options.ice = peer::Ice::Full;
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
