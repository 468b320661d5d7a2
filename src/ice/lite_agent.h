// ICE-lite (RFC 8445 §2.5): answers the peer's connectivity checks and so learns which addresses
// are really the peer's, which of them to use, and whether the peer still wants to hear from us.
//
//   in   STUN datagrams (stun::is_stun) that carry our ufrag
//   out  STUN responses; PathValid, PathSelected, Failed
//
// Sans-IO, on its session's strand. A lite agent is always controlled and never sends a check.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/bytes.h"
#include "base/time.h"
#include "ice/candidate.h"
#include "ice/output.h"
#include "ice/responder.h"

namespace salon::ice {

struct LiteAgentOptions {
    Credentials local;
    Duration check_patience = std::chrono::seconds(15);    ///< For the first valid check.
    Duration consent_patience = std::chrono::seconds(30);  ///< Between valid checks (RFC 7675).
    Duration roaming_patience = std::chrono::seconds(5);   ///< For a check from where it roamed to.
    std::size_t addresses_max = 8;  ///< A further one replaces the one silent for longest.
};

class LiteAgent {
public:
    LiteAgent(LiteAgentOptions options, Moment now);

    // The same commands as the full Agent's. Of what the peer says of itself, a lite one needs its
    // ufrag only: checks from anybody else are refused from then on, and answered before.
    bool add_local(const LocalCandidate& candidate, Moment) const;
    void remove_leg(Leg leg, Moment now);
    void set_remote(const Credentials& remote, Moment) { responder_.set_remote(remote.ufrag); }
    void add_remote(const RemoteCandidate&, Moment) {}

    /// ICE restart: from now on checks are under new credentials. Those under the former ones are
    /// still answered, and the path in use stays, until the peer nominates anew.
    void restart(Credentials local, const Credentials& remote, Moment now);

    void receive(Bytes datagram, const Path& from, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    /// Media that only the peer can have made came by `path`, and no longer by the one in use: its
    /// NAT forgot it, or it has chosen anew, and the check that says so is seconds away. Sends
    /// there from now on; unless a check came from there or follows within `roaming_patience`, no
    /// longer.
    void roamed(const Path& path, Moment now);

    /// Whether `path` passed a check that has not gone stale: take DTLS and SRTP from it.
    bool trusts(const Path& path) const;
    /// Where to send: the selected path, else the one heard of last, else nothing.
    std::optional<Path> path() const;
    AgentStats stats() const;

private:
    struct Heard {
        Path path;
        Moment at;
    };

    void accept(const Check& check, bool is_former, Moment now);
    void note_path(const Path& path, Moment now);
    void select(const Path& path);
    void fail(FailReason reason);
    std::vector<Heard>::const_iterator freshest() const;

    LiteAgentOptions options_;
    Responder responder_;
    std::optional<Responder> former_;  // Of before the last restart.
    bool nominated_ = false;           // Since the last restart.
    bool came_ = false;                // Anybody, ever.
    Moment check_deadline_;
    std::vector<Heard> paths_;  // At most options_.addresses_max, each proven by a check.
    std::optional<Path> selected_;
    bool failed_ = false;
    std::deque<Output> outputs_;  // At most two a datagram, and the caller polls after each.
    std::uint64_t dropped_ = 0;
};

}  // namespace salon::ice
