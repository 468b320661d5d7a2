// A network address translator of one of the four classic kinds (RFC 3489 §5, RFC 4787).
//   in   who sends to whom, from inside; who sends to which of its outside ports
//   out  the outside address a datagram leaves with; the inside one it is for, if it may pass
#pragma once

#include <map>
#include <optional>

#include "base/address.h"
#include "base/random.h"
#include "base/time.h"

namespace salon::testing_world {

enum class NatKind {
    FullCone,        ///< One outside port for each inside one; anybody may use it.
    Restricted,      ///< Only hosts that were sent to.
    PortRestricted,  ///< Only host and port that were sent to.
    Symmetric,       ///< One outside port for each destination, and for it alone.
};
std::string_view to_string(NatKind kind);

struct NatPolicy {
    NatKind kind = NatKind::PortRestricted;
    Duration forgets_after = 60s;  ///< A mapping that nothing leaves by.
    bool hairpin = false;          ///< Inside hosts reach each other by their outside addresses.
};

class Nat {
public:
    Nat(NatPolicy policy, IpAddress outside, Random random)
        : policy_(policy), outside_(outside), random_(random) {}

    const NatPolicy& policy() const { return policy_; }
    const IpAddress& outside() const { return outside_; }

    TransportAddress leave(TransportAddress inside, TransportAddress to, Moment now);
    std::optional<TransportAddress> enter(TransportAddress outside, TransportAddress from,
                                          Moment now);
    /// It was switched off and on: every mapping is gone, and ports are drawn anew.
    void forget() { mappings_.clear(); }

private:
    struct Mapping {
        TransportAddress inside;
        std::optional<TransportAddress> only_to;  // Of a symmetric one.
        Moment used;
        std::map<TransportAddress, Moment> sent_to;
    };

    bool lets_in(const Mapping& mapping, TransportAddress from, Moment now) const;

    NatPolicy policy_;
    IpAddress outside_;
    Random random_;
    std::map<std::uint16_t, Mapping> mappings_;  // By outside port.
};

}  // namespace salon::testing_world
