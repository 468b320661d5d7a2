#include "world/world.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include <fmt/format.h>

#include "base/check.h"

namespace salon::testing_world {

namespace {

constexpr int spins_max = 1000;  // Rounds at one moment; more is an engine whose deadline stands.

}  // namespace

World::World(std::uint64_t seed)
    : seed_(seed),
      trace_(__FILE__, __LINE__, fmt::format("world of seed {0}: SALON_SEED={0} replays it", seed)),
      random_(seed) {}

void World::add(TransportAddress address, std::unique_ptr<Endpoint> endpoint) {
    endpoints_[address] = std::move(endpoint);
}

void World::detach(TransportAddress address) { endpoints_.erase(address); }

void World::link(TransportAddress from, TransportAddress to, LinkPolicy policy) {
    links_.try_emplace({from, to}, policy).first->second.set(policy);
}

void World::link_all(LinkPolicy policy) {
    usual_ = policy;
    for (auto& [path, link] : links_) link.set(policy);
}

void World::rebind(TransportAddress home, TransportAddress outside) { rebound_[home] = outside; }

void World::inject(TransportAddress from, TransportAddress to, ByteBuffer bytes) {
    carry(from, to, std::move(bytes));
}

void World::at(Duration age, std::function<void()> action) {
    flights_.push({.lands = std::max(dawn + age, now_),
                   .number = flights_made_++,
                   .from = {},
                   .to = {},
                   .bytes = {},
                   .action = std::move(action)});
}

void World::every(Duration period, std::function<bool()> action) {
    at(age(), [this, period, action = std::move(action)] {
        if (!action()) return;
        at(age() + period, [this, period, action] { every(period, action); });
    });
}

void World::run_for(Duration length) { step_to(now_ + length); }

bool World::run_until(const std::function<bool()>& done, Duration limit) {
    const auto end = now_ + limit;
    drain();
    while (!done() && now_ < end) step_to(std::min(end, std::max(next_event(), now_)));
    return done();
}

void World::sleep(TransportAddress address, Duration length) {
    drain();
    asleep_until_[address] = now_ + length;
}

bool World::asleep(TransportAddress address) const {
    const auto found = asleep_until_.find(address);
    return found != asleep_until_.end() && now_ < found->second;
}

void World::step_to(Moment end) {
    drain();
    while (next_event() <= end) {
        now_ = std::max(now_, next_event());
        spins_ = spinning_since_ == now_ ? spins_ + 1 : 0;
        spinning_since_ = now_;
        check(spins_ < spins_max);
        land_what_is_due();
        advance_who_is_due();
        drain();
    }
    now_ = end;
}

Moment World::next_event() const {
    auto next = flights_.empty() ? never : flights_.top().lands;
    for (const auto& [address, endpoint] : endpoints_) {
        const auto due = endpoint->deadline();
        next = std::min(next, asleep(address) ? std::max(due, asleep_until_.at(address)) : due);
    }
    return next;
}

void World::land_what_is_due() {
    while (!flights_.empty() && flights_.top().lands <= now_) {
        auto flight = flights_.top();
        flights_.pop();
        if (flight.action) {
            flight.action();
        } else {
            land(flight);
        }
        drain();
    }
}

void World::land(const Flight& flight) {
    auto to = through_nats(flight.from, flight.to);
    if (!to) return;
    auto leg = shared_port;
    if (const auto lent = relays_.find(*to); lent != relays_.end()) {
        if (!lent->second.permitted.contains(flight.from.ip)) return;
        to = lent->second.home;
        leg = lent->second.leg;
    }
    const auto found = endpoints_.find(*to);
    if (found == endpoints_.end() || asleep(found->first)) return;
    auto bytes = flight.bytes;
    found->second->receive(bytes, {.remote = flight.from, .leg = leg}, now_);
}

/// Where a datagram that comes from outside gets to.
std::optional<TransportAddress> World::through_nats(TransportAddress from, TransportAddress to) {
    for (const auto& [inside, nat] : behind_) {
        if (nat->outside() != to.ip) continue;
        if (from.ip == to.ip && !nat->policy().hairpin) return std::nullopt;
        return nat->enter(to, from, now_);
    }
    const auto* around = nat_around(to.ip);  // Only neighbours know a private address.
    if (around != nullptr && around != nat_around(from.ip)) return std::nullopt;
    return home_of(to);
}

Nat* World::nat_around(IpAddress ip) const {
    const auto found = behind_.find(ip);
    return found == behind_.end() ? nullptr : found->second;
}

void World::lend(TransportAddress home, Leg leg, TransportAddress relayed) {
    relays_[relayed] = {.home = home, .leg = leg, .permitted = {}};
}

TransportAddress World::relay_for(TransportAddress home, const Datagram& datagram) {
    for (auto& [relayed, lent] : relays_) {
        if (lent.home != home || lent.leg != datagram.leg) continue;
        lent.permitted.insert(datagram.to.ip);
        return relayed;
    }
    check(false);  // The engine sends by a leg it was not given.
    return {};
}

void World::advance_who_is_due() {
    for (auto& [address, endpoint] : endpoints_) {
        if (!asleep(address) && endpoint->deadline() <= now_) endpoint->advance(now_);
    }
}

/// Until nobody has anything to say: what one engine says may be another's on the same machine.
void World::drain() {
    while (drain_once()) {
    }
}

bool World::drain_once() {
    bool any = false;
    for (auto& [address, endpoint] : endpoints_) {
        if (asleep(address)) continue;
        while (auto datagram = endpoint->next_datagram()) {
            send(address, std::move(*datagram));
            any = true;
        }
    }
    return any;
}

void World::send(TransportAddress home, Datagram datagram) {
    if (watcher_) watcher_(home, datagram);
    const auto number = sent_++;
    if (number == lose_only_ || (lose_from_ >= 0 && number >= lose_from_)) return;
    if (const auto by = carriers_.find({home, datagram.leg}); by != carriers_.end()) {
        return by->second(datagram);
    }
    auto from = outside_of(home);
    if (datagram.leg != shared_port) {
        from = relay_for(home, datagram);
    } else if (auto* nat = nat_around(home.ip); nat && nat != nat_around(datagram.to.ip)) {
        from = nat->leave(home, datagram.to, now_);
    }
    carry(from, datagram.to, std::move(datagram.bytes));
}

void World::carry(TransportAddress from, TransportAddress to, ByteBuffer bytes) {
    auto& link = links_.try_emplace({home_of(from), home_of(to)}, usual_).first->second;
    for (const auto lands : link.carry(bytes.size(), now_, random_)) {
        flights_.push({.lands = lands,
                       .number = flights_made_++,
                       .from = from,
                       .to = to,
                       .bytes = bytes,
                       .action = {}});
    }
}

TransportAddress World::outside_of(TransportAddress home) const {
    const auto found = rebound_.find(home);
    return found == rebound_.end() ? home : found->second;
}

TransportAddress World::home_of(TransportAddress outside) const {
    if (rebound_.contains(outside)) return {};  // The former address leads nowhere.
    for (const auto& [home, now_outside] : rebound_) {
        if (now_outside == outside) return home;
    }
    return outside;
}

TransportAddress address(std::string_view text) {
    const auto colon = text.rfind(':');
    check(colon != std::string_view::npos);
    auto host = text.substr(0, colon);
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    const auto ip = IpAddress::parse(host);
    check(ip.has_value());
    const auto port = std::strtoul(std::string(text.substr(colon + 1)).c_str(), nullptr, 10);
    return {.ip = *ip, .port = static_cast<std::uint16_t>(port)};
}

std::vector<std::uint64_t> seeds(std::uint64_t count) {
    if (const char* wanted = std::getenv("SALON_SEED")) {
        return {std::strtoull(wanted, nullptr, 10)};
    }
    std::vector<std::uint64_t> all(count);
    std::iota(all.begin(), all.end(), 1);
    return all;
}

}  // namespace salon::testing_world
