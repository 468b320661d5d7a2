// Our ends of one call besides the UDP port that all calls share: relays, and the TCP connections
// its caller opened to us.
//
//   in   datagrams to send by one of them
//   out  datagrams that came by one of them, with the path
//
// Leg 0 is the shared port, 1 all of the caller's TCP connections, 2 and on the relays. Lives on
// its call's loop.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/address.h"
#include "ice/candidate.h"
#include "session/caller_streams.h"
#include "session/relay.h"

namespace salon::session {

inline constexpr Leg caller_streams_leg{1};
inline constexpr std::uint16_t first_relay_leg = 2;
inline constexpr std::size_t relays_each_max = 4;  ///< Further servers of a configuration wait.

/// Those a call has an address from. The n-th one is leg `first_relay_leg` + n.
using Relays = std::vector<std::shared_ptr<Relay>>;

/// Gives their addresses back; waits until they have them, or their patience is over.
Task<> give_back(Relays relays);

/// What they add to the answer.
std::vector<ice::LocalCandidate> candidates_of(const Relays& relays);

class Legs {
public:
    struct Events {
        std::function<void(MutableBytes, const Path&)> datagram;
        std::function<void(const ice::LocalCandidate&)> address;  ///< A new one, in mid-call.
        std::function<void(Leg)> lost;                            ///< It leads nowhere now.
    };

    explicit Legs(Relays relays) : relays_(std::move(relays)) {}

    void listen(Events events);
    /// By any leg but the shared port.
    void send(Datagram datagram);
    void adopt(std::unique_ptr<net::Stream> stream, const TransportAddress& from, Bytes first) {
        streams_.adopt(std::move(stream), from, first);
    }
    /// Hangs up, and gives back.
    Task<> close();

private:
    Relays relays_;
    CallerStreams streams_;
    Events events_;
};

/// Asks every relay of `configuration` for an address and waits until each has given one or has no
/// hope, but no longer than `until`; they count in `totals`. Those without an address are let go;
/// why is logged.
///
/// Thread  strand (the loop's); does not block
Task<Relays> gather(net::Loop& loop, turn::RtcConfiguration configuration,
                    stun::AddressFamily family, Random random, Moment until,
                    std::shared_ptr<RelayTotals> totals);

}  // namespace salon::session
