// Borrows an address from a relay (TURN, RFC 8656), for as long as a call lasts.
//
//   in   the relay's bytes, one STUN message or ChannelData each; payloads to send to peers
//   out  bytes for the relay; the borrowed address; payloads that peers sent to it
//
//   turn::Client client({.username = "ada", .credential = "…"}, random.fork(), now);
//   client.send(payload, peer, now);                    // asks for permission on the way
//   while (auto output = client.poll()) ...             // after every call
//
// What it keeps alive without being told: the allocation (asked for again every 15 s, which keeps
// the NAT open too, and shows a relay that was restarted before the peer's consent runs out), the
// permissions (300 s at the relay, renewed after 240 s) and the channels (600 s, after 540 s).
//
// Sans-IO, on its session's strand. One client for each connection to a relay. On a stream its
// bytes are framed by turn::StreamFrames.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/address.h"
#include "base/bytes.h"
#include "base/random.h"
#include "base/time.h"
#include "stun/message.h"
#include "turn/requests.h"

namespace salon::turn {

struct ClientOptions {
    std::string username;
    std::string credential;
    Delivery delivery = Delivery::Datagrams;
    stun::AddressFamily family = stun::AddressFamily::V4;  ///< Of the borrowed address.
};

struct ToRelay {
    ByteBuffer bytes;
};
/// The address is ours. Comes again, with another one, when the relay has forgotten the first: it
/// was restarted, and every peer has to learn the new address.
struct Allocated {
    TransportAddress relayed;
    TransportAddress mapped;  ///< Where the relay sees us: a server-reflexive address.
};
struct Arrived {
    ByteBuffer bytes;
    TransportAddress from;
};
/// The relay will not carry anything to or from this peer.
struct PeerRefused {
    TransportAddress peer;
    std::string why;
};
/// This relay sends us to another one (error 300). The last word.
struct Redirected {
    TransportAddress relay;
};
/// There is no borrowed address, or no longer. The last word.
struct Failed {
    std::string why;  ///< In our words, for the operator.
};
/// After close(): the address is given back. The last word.
struct Closed {};

using Output = std::variant<ToRelay, Allocated, Arrived, PeerRefused, Redirected, Failed, Closed>;

class Client {
public:
    static constexpr Duration refresh_every = 15s;
    static constexpr Duration permission_renewal = 240s;
    static constexpr Duration channel_renewal = 540s;
    static constexpr Duration refusal_holds = 60s;    ///< Then a refused peer may be tried again.
    static constexpr Duration close_patience = 3s;    ///< For the relay's answer to our goodbye.
    static constexpr Duration reallocation_gap = 5s;  ///< Forgotten again sooner: the relay is ill.
    static constexpr std::size_t permissions_max = 64;  ///< Payloads to further peers are dropped.
    static constexpr std::size_t channels_max = 32;     ///< Further peers go without a channel.
    static constexpr std::size_t held_max =
        8;  ///< Payloads that wait for one permission; drops new.
    static constexpr std::size_t payload_size_max = 1500;
    static constexpr std::size_t outputs_max = 1024;  ///< Arrivals are dropped beyond it.

    /// Asks for an address at once.
    Client(ClientOptions options, Random random, Moment now);

    /// Sends `payload` from the borrowed address. Until a channel stands it goes as a Send
    /// indication; what is not STUN (a handshake, media) asks for a channel.
    void send(Bytes payload, const TransportAddress& to, Moment now);
    /// Gives the address back; Closed follows.
    void close(Moment now);

    void receive(Bytes bytes, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    /// The borrowed address, while there is one.
    const std::optional<TransportAddress>& relayed() const { return relayed_; }

private:
    enum class State { Allocating, Allocated, Closing, Over };

    struct Permission {
        IpAddress ip;
        bool granted = false;
        bool refused = false;
        Moment due = never;  // Renew or forget then.
        Moment used{};
        std::vector<Datagram> held{};
    };
    struct Channel {
        TransportAddress peer;
        std::uint16_t number = 0;
        bool bound = false;
        Moment due = never;
        Moment used{};
    };

    void allocate(Moment now);
    void refresh(Moment now);
    void permit(const TransportAddress& peer, Moment now);
    void bind(const TransportAddress& peer, Moment now);
    void forward(Bytes payload, const TransportAddress& to);
    void take_channel_data(Bytes bytes);
    void take_indication(stun::Message message);
    void on_outcome(const Outcome& outcome, Moment now);
    void on_allocate(const Outcome& outcome, Moment now);
    void on_refresh(const Outcome& outcome, Moment now);
    void on_permit(const Outcome& outcome, Moment now);
    void on_bind(const Outcome& outcome, Moment now);
    void lose_allocation(Moment now);
    void renew(Moment now);
    void finish(Output last);
    void arrived(ByteBuffer bytes, const TransportAddress& from);
    Permission* permission_of(const IpAddress& ip);
    Channel* channel_of(const TransportAddress& peer);

    ClientOptions options_;
    Random random_;
    Requests requests_;
    State state_ = State::Allocating;
    std::optional<TransportAddress> relayed_;
    Moment allocated_at_{};
    Moment refresh_due_ = never;
    Moment close_by_ = never;
    std::vector<Permission> permissions_;  // At most permissions_max.
    std::vector<Channel> channels_;        // At most channels_max.
    std::uint16_t next_channel_;
    std::deque<Output> outputs_;
};

}  // namespace salon::turn
