// A full ICE agent for one component (RFC 8445, trickle: RFC 8838): finds a working path between
// our legs and the peer's candidates, in either role, and keeps consent to use it (RFC 7675).
//
//   in   our candidates; the peer's credentials and candidates; STUN datagrams
//   out  STUN datagrams; PathValid, PathSelected, Failed
//
// Sans-IO, on its session's strand. What the peer names is checked within limits (AgentPolicy,
// worth_checking): an agent is nobody's port scanner. docs/notes/ice.md has the rules.
#pragma once

#include <deque>
#include <memory>
#include <optional>

#include "ice/generation.h"

namespace salon::ice {

struct AgentOptions {
    Credentials local;
    Role role = Role::Controlled;  ///< An answerer is; with a lite peer Controlling.
    CandidateFilter filter = CandidateFilter::All;
    AgentPolicy policy{};
};

class Agent {
public:
    Agent(AgentOptions options, Random random, Moment now);
    Agent(const Agent&) = delete;
    Agent& operator=(const Agent&) = delete;
    ~Agent() = default;

    /// Uses `candidate`'s leg. False if the filter keeps it: then do not tell the peer of it
    /// either.
    bool add_local(const LocalCandidate& candidate, Moment now);
    /// A leg has died (a relay's allocation, a connection): nothing leaves by it any more.
    void remove_leg(Leg leg, Moment now);

    /// The peer's description is known. Its checks are answered before, too.
    void set_remote(Credentials remote, Moment now);
    /// A candidate out of its description, or trickled later.
    void add_remote(const RemoteCandidate& candidate, Moment now);

    /// ICE restart: new credentials at both ends, and all is checked anew. The path in use stays
    /// until another one is selected. Candidates of ours stay, the peer's must be added again.
    void restart(Credentials local, Credentials remote, Moment now);

    void receive(Bytes datagram, const Path& from, Moment now);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    /// Media that only the peer can have made came by `path`, and no longer by the one in use: its
    /// NAT has given it a new address, or it has chosen anew. Takes it over if it is valid;
    /// otherwise checks it at once, and takes it over when that works.
    void roamed(const Path& path, Moment now);

    /// Whether an authentic check or response came by `path` lately: take DTLS and SRTP from it.
    bool trusts(const Path& path) const;
    /// Where to send: the selected path, else the best valid one, else nothing.
    std::optional<Path> path() const;
    Role role() const { return ground_.role; }
    AgentStats stats() const;

private:
    void settle(Moment now);
    /// Without a path: whether there may be one before it is time to give up.
    bool hopes() const { return leg_lost_ || !current_->ever_valid(); }

    CandidateFilter filter_;
    Ground ground_;
    std::unique_ptr<Generation> current_;  // Never null.
    std::unique_ptr<Generation> former_;   // Its path carries media until current_ selects one.
    Moment give_up_at_;
    bool leg_lost_ = false;  // The only path went with it; another leg may bring one.
    bool failed_ = false;
    std::deque<Output> outputs_;  // As many as one verb makes; the caller polls after each.
    std::uint64_t dropped_ = 0;
};

}  // namespace salon::ice
