// The servers that help our own side of a call: asked with each offer, before it is answered, so
// that the answer can name the addresses they give.
//
//   in   what server_rtc_configuration says; the offer
//   out  relays on the call's loop, our outside address; what they add to the peer's options
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/task.h"
#include "peer/peer.h"
#include "session/legs.h"
#include "session/switchboard.h"
#include "turn/ice_server.h"
#include "ui/rtc_source.h"

namespace salon::server {

inline constexpr Duration question_patience = std::chrono::seconds(5);
inline constexpr Duration relay_patience = std::chrono::seconds(3);
inline constexpr Duration stun_patience = std::chrono::seconds(1);  ///< Of each server.

struct Borrowed {
    session::Exchange* exchange = nullptr;  ///< Where the call will live; never null.
    session::Relays relays{};
    std::optional<TransportAddress> outside{};  ///< How a STUN server sees our port.
    turn::IceTransportPolicy policy = turn::IceTransportPolicy::All;
};

/// Asks `source` anew, with the values of the call's inputs; then its relays, and in what is left
/// of their patience its STUN servers. Never fails: without them the call has our own addresses
/// (none, if the answer's policy is Relay), and the log says why.
Task<Borrowed> borrow(session::Exchange& exchange, RtcSource source, Inputs inputs,
                      std::string offer, Random random);

void add_to(peer::PeerOptions& options, const Borrowed& borrowed);

/// The call does not come about.
void give_back(Borrowed borrowed);

/// The family of the borrowed address: IPv6 for a caller who names no IPv4 address at all.
stun::AddressFamily family_for(std::string_view offer);

}  // namespace salon::server
