// Asks a STUN server how the world sees one of our legs (RFC 8445 §5.1.1.2), and keeps the NAT's
// mapping alive by asking again.
//   in   the server's responses
//   out  requests; the leg's outside address, again when it changes
//
// Sans-IO. On a port shared by many, `stun::response_ufrag` tells whose response arrived.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <variant>

#include "base/address.h"
#include "base/bytes.h"
#include "base/random.h"
#include "base/time.h"
#include "stun/message.h"

namespace salon::ice {

/// How the world sees the leg.
struct ReflexiveAddress {
    TransportAddress address;
};

class ReflexiveProbe {
public:
    using Output = std::variant<Datagram, ReflexiveAddress>;

    static constexpr Duration first_gap = 250ms;    ///< Doubling while nobody answers,
    static constexpr Duration gap_max = 1s;         ///< up to this: a call is waiting.
    static constexpr int eager_questions = 12;      ///< Then at the pace of refreshing.
    static constexpr Duration refresh_every = 25s;  ///< NATs forget a UDP mapping from 30 s on.

    /// `mark` begins every transaction, as a ufrag does (stun::ufrag_in_transaction).
    ReflexiveProbe(TransportAddress server, Leg leg, std::string mark, Random random, Moment now)
        : server_(server), leg_(leg), mark_(std::move(mark)), random_(random), due_(now) {}

    /// Whether the datagram was an answer to this probe.
    bool receive(Bytes datagram, const Path& from, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const { return due_; }

    const std::optional<TransportAddress>& address() const { return address_; }

private:
    TransportAddress server_;
    Leg leg_;
    std::string mark_;
    Random random_;
    Moment due_;
    Duration gap_ = first_gap;
    int unanswered_ = 0;
    stun::TransactionId transaction_{};
    bool open_ = false;  // transaction_ waits for its answer.
    std::optional<TransportAddress> address_;
    std::deque<Output> outputs_;  // At most one for each verb, and the caller polls after each.
};

}  // namespace salon::ice
