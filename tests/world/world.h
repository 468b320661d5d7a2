// A world in virtual time: engines attached at addresses, and a seeded network between them with
// delay, jitter, loss, duplication, reordering and rate in each direction. The same seed gives the
// same world, datagram for datagram; a failing test prints the seed, and SALON_SEED replays it.
//
//   World world(seed);
//   world.link_all({.delay = 40ms, .jitter = 10ms, .loss = 0.05});
//   world.attach(ada_address, ada, [&](auto&& event) { ... });   // everything but datagrams
//   world.attach_wired<SecureDatagram>(a, b, link);              // engines without addresses
//   world.at(2s, [&] { world.rebind(ada_address, elsewhere); }); // a NAT changes its mind
//   world.run_for(10s);
//
// Commands given to an engine between two runs take effect when the world runs on. The world owns
// nothing that is attached: engines must outlive it or be detached. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "world/endpoint.h"
#include "world/link.h"
#include "world/nat.h"

namespace salon::testing_world {

/// Where every world's time begins; any moment will do, so it is one nobody expects.
inline constexpr Moment dawn{1h};

class World {
public:
    explicit World(std::uint64_t seed);

    std::uint64_t seed() const { return seed_; }
    Moment now() const { return now_; }
    /// Since the world began.
    Duration age() const { return now_ - dawn; }
    Random& random() { return random_; }

    /// Puts `engine` at `address`. `listener` is called with each event it takes.
    template <class Engine, class Listener = Ignore>
    void attach(TransportAddress address, Engine& engine, Listener listener = {}) {
        add(address, std::make_unique<Addressed<Engine, Listener>>(engine, std::move(listener)));
    }
    /// The same for an engine that knows no addresses: its packets all go to `peer`.
    template <class Packet, class Engine, class Listener = Ignore>
    void attach_wired(TransportAddress address, TransportAddress peer, Engine& engine,
                      Listener listener = {}) {
        add(address,
            std::make_unique<Wired<Packet, Engine, Listener>>(engine, peer, std::move(listener)));
    }
    /// Anything else that speaks the verbs.
    void add(TransportAddress address, std::unique_ptr<Endpoint> endpoint);
    /// The engine is gone, as if its process had died: what still flies to it is dropped.
    void detach(TransportAddress address);

    /// The path from `from` to `to`, one direction. Addresses are those of attached engines.
    void link(TransportAddress from, TransportAddress to, LinkPolicy policy);
    /// Every path, those made before too.
    void link_all(LinkPolicy policy);
    /// A NAT forgets: what the engine at `home` sends now comes from `outside`, what is sent to
    /// `outside` reaches it, and its former address leads nowhere.
    void rebind(TransportAddress home, TransportAddress outside);
    /// Everybody whose IP address is `inside` lives behind `nat` from now on, and is reached by
    /// others only through it. It must outlive the world's runs.
    void put_behind(IpAddress inside, Nat& nat) { behind_[inside] = &nat; }
    /// A relay lends the engine at `home` the address `relayed` as `leg`. Whom it has not sent to
    /// from there does not get through (RFC 8656 §9: permissions are for hosts).
    void lend(TransportAddress home, Leg leg, TransportAddress relayed);
    void take_back(TransportAddress relayed) { relays_.erase(relayed); }
    /// What the engine at `home` sends by `leg` goes to `carrier`, such as a TURN client.
    using Carrier = std::function<void(const Datagram&)>;
    void carry_by(TransportAddress home, Leg leg, Carrier carrier) {
        carriers_[{home, leg}] = std::move(carrier);
    }
    /// A datagram out of nowhere, over the path of the two addresses.
    void inject(TransportAddress from, TransportAddress to, ByteBuffer bytes);

    /// Runs `action` when the world is `age` old (at once if it is older).
    void at(Duration age, std::function<void()> action);
    /// Runs `action` now and then every `period`, until it returns false.
    void every(Duration period, std::function<bool()> action);

    void run_for(Duration length);
    /// Runs until `done` holds, but for no longer than `limit`. Returns whether it held.
    bool run_until(const std::function<bool()>& done, Duration limit);
    /// The laptop's lid is shut: for `length` the engine at `address` hears nothing, says nothing
    /// and is not advanced. What arrives meanwhile is lost.
    void sleep(TransportAddress address, Duration length);
    bool asleep(TransportAddress address) const;

    /// Fault injection: loses exactly the `number`-th datagram (from 0) / it and all after it.
    void lose_only(std::int64_t number) { lose_only_ = number; }
    void lose_from(std::int64_t number) { lose_from_ = number; }
    /// Datagrams sent so far, the lost ones too.
    std::int64_t sent() const { return sent_; }
    /// Every datagram as it is sent, before its fate is drawn: a place to look or to damage.
    void watch(std::function<void(TransportAddress from, Datagram&)> watcher) {
        watcher_ = std::move(watcher);
    }

private:
    struct Relayed {
        TransportAddress home;
        Leg leg;
        std::set<IpAddress> permitted;
    };

    struct Flight {
        Moment lands;
        std::int64_t number;  // Ties land in the order in which they left.
        TransportAddress from;
        TransportAddress to;
        ByteBuffer bytes;
        std::function<void()> action;  // Or, in place of a datagram, something to do.
        friend bool operator>(const Flight& a, const Flight& b) {
            return std::tie(a.lands, a.number) > std::tie(b.lands, b.number);
        }
    };

    void step_to(Moment end);
    Moment next_event() const;
    void land_what_is_due();
    void advance_who_is_due();
    void drain();
    bool drain_once();
    void send(TransportAddress home, Datagram datagram);
    void carry(TransportAddress from, TransportAddress to, ByteBuffer bytes);
    void land(const Flight& flight);
    TransportAddress relay_for(TransportAddress home, const Datagram& datagram);
    std::optional<TransportAddress> through_nats(TransportAddress from, TransportAddress to);
    Nat* nat_around(IpAddress ip) const;
    TransportAddress outside_of(TransportAddress home) const;
    TransportAddress home_of(TransportAddress outside) const;

    std::uint64_t seed_;
    testing::ScopedTrace trace_;
    Random random_;
    Moment now_ = dawn;
    LinkPolicy usual_;
    std::map<TransportAddress, std::unique_ptr<Endpoint>> endpoints_;
    std::map<std::pair<TransportAddress, TransportAddress>, Link> links_;
    std::map<TransportAddress, TransportAddress> rebound_;  // Home to outside.
    std::map<IpAddress, Nat*> behind_;
    std::map<TransportAddress, Relayed> relays_;  // By relayed address.
    std::map<std::pair<TransportAddress, Leg>, Carrier> carriers_;
    std::map<TransportAddress, Moment> asleep_until_;
    std::priority_queue<Flight, std::vector<Flight>, std::greater<>> flights_;
    std::function<void(TransportAddress, Datagram&)> watcher_;
    std::int64_t flights_made_ = 0;
    std::int64_t sent_ = 0;
    std::int64_t lose_only_ = -1;
    std::int64_t lose_from_ = -1;
    Moment spinning_since_ = Moment::min();
    int spins_ = 0;
};

/// "192.0.2.1:5000" as an address, for tests.
TransportAddress address(std::string_view text);

/// Seeds 1 to `count`; only the one in the environment's SALON_SEED if it is set.
std::vector<std::uint64_t> seeds(std::uint64_t count);

}  // namespace salon::testing_world
