// A TURN relay of the simulated world (RFC 8656), strict about time: what is not renewed ends on
// the second. Attached to a World at its address; each allocation gets an address of its own there.
//
//   SimulatedRelay relay(world, address("198.51.100.1:3478"));
//   world.attach_wired<turn::ToRelay>(home, relay.address(), client, ...);
//
// Knows one user, ada with the password "secret".
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "stun/message.h"
#include "world/world.h"

namespace salon::testing_world {

struct RelayPolicy {
    Duration allocation = 600s;
    Duration permission = 300s;
    Duration channel = 600s;
    Duration nonce = 600s;                        ///< Then it is stale.
    int refuse_allocations_with = 0;              ///< An error code; 0 refuses none.
    std::optional<IpAddress> forbidden_peer{};    ///< Answered with 403.
    std::optional<TransportAddress> alternate{};  ///< Where error 300 sends everybody.
};

class SimulatedRelay {
public:
    SimulatedRelay(World& world, TransportAddress address, RelayPolicy policy = {});
    ~SimulatedRelay();
    SimulatedRelay(const SimulatedRelay&) = delete;
    SimulatedRelay& operator=(const SimulatedRelay&) = delete;

    const TransportAddress& address() const { return address_; }
    RelayPolicy& policy() { return policy_; }
    /// Forgets every allocation and nonce, as if its process had been started anew.
    void restart();

    std::size_t allocations() const { return allocations_.size(); }
    int lent() const { return lent_; }              ///< Allocations ever made.
    int given_back() const { return given_back_; }  ///< Of them, by a lifetime of 0.
    int lapsed() const { return lapsed_; }  ///< Whatever ended because nobody renewed it in time.
    /// How much time was left when it was tightest, of all that was renewed.
    Duration tightest_renewal() const { return tightest_renewal_; }
    /// Payloads thrown away: no allocation, no permission, or no channel.
    int dropped() const { return dropped_; }
    int stale_nonces() const { return stale_nonces_; }
    int indications() const { return indications_; }    ///< Payloads that came without a channel.
    int channel_data() const { return channel_data_; }  ///< Payloads that came by channel.

private:
    class Port;  // An address in the world: the relay's own, or a borrowed one.

    struct Allocation {
        TransportAddress relayed;
        Port* port = nullptr;
        Moment ends;
        stun::TransactionId transaction{};  // Of the request that made it, which may come twice.
        std::map<IpAddress, Moment> permissions{};  // And when they end.
        std::map<std::uint16_t, std::pair<TransportAddress, Moment>> channels{};
    };

    void from_client(Bytes bytes, TransportAddress client, Moment now);
    void from_peer(TransportAddress client, Bytes bytes, TransportAddress peer, Moment now);
    void answer(const stun::Received& received, Bytes bytes, TransportAddress client, Moment now);
    int serve(const stun::Message& request, TransportAddress client, Moment now,
              stun::Message& response);
    int allocate(const stun::Message& request, TransportAddress client, Moment now,
                 stun::Message& response);
    Allocation& make_allocation(const stun::Message& request, TransportAddress client, Moment now);
    int bind(const stun::Message& request, Allocation& allocation, Moment now);
    void relay_out(Allocation& allocation, TransportAddress peer, Bytes bytes, Moment now);
    void end_what_is_over(Moment now);
    void drop(TransportAddress client);
    /// Holds `until`, or begins to.
    void hold(Moment& ends, Moment until, Moment now);
    void renew_nonce(Moment now);

    World& world_;
    TransportAddress address_;
    RelayPolicy policy_;
    Port* port_;
    stun::IntegrityKey key_;
    std::string nonce_;
    Moment nonce_since_;
    std::map<TransportAddress, Allocation> allocations_;  // By the client's address.
    std::uint16_t next_port_ = 49152;
    int lent_ = 0;
    int given_back_ = 0;
    int lapsed_ = 0;
    Duration tightest_renewal_ = Duration::max();
    int dropped_ = 0;
    int stale_nonces_ = 0;
    int indications_ = 0;
    int channel_data_ = 0;
};

}  // namespace salon::testing_world
