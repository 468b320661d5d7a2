// One generation of ICE: what two pairs of credentials make of the candidates (RFC 8445 §6–§8,
// consent: RFC 7675). An ICE restart begins the next one.
//   in   remote candidates; checks and responses under these credentials; time
//   out  checks and responses; PathValid, PathSelected
//
// A part of ice::Agent, which knows when all is lost.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "base/address.h"
#include "base/random.h"
#include "base/time.h"
#include "ice/candidate.h"
#include "ice/check_list.h"
#include "ice/credentials.h"
#include "ice/open_checks.h"
#include "ice/output.h"
#include "ice/responder.h"

namespace salon::ice {

struct AgentPolicy {
    Duration pace = std::chrono::milliseconds(20);  ///< Between new checks (RFC 8445 §14.2: Ta).
    Duration patience = std::chrono::seconds(15);   ///< For the first valid path.
    Duration consent_patience = std::chrono::seconds(30);  ///< Between signs of life (RFC 7675).
    Duration consent_every = std::chrono::seconds(5);      ///< Give or take a fifth.
    Duration silence = std::chrono::seconds(10);           ///< Then another valid path is better.
    Duration grace = std::chrono::milliseconds(300);  ///< For a better pair, before nominating.
    std::size_t remote_max = 16;                      ///< Candidates the peer may name.
    std::size_t ports_per_host_max = 6;               ///< Of them, at one IP address.
    int unproven_max = 400;  ///< Checks in a generation to whom nobody has answered from.
    RepeatPolicy repeat{};
};

/// One of our ends from which checks are sent.
struct Base {
    Leg leg;
    Transport transport = Transport::Udp;
    TransportAddress address;
    std::uint16_t rank = 0;
    std::uint32_t priority = 0;
};

/// What all generations of one agent share.
struct Ground {
    AgentPolicy policy;
    Role role = Role::Controlled;
    std::uint64_t tie_breaker = 0;
    Random random;
    std::vector<Base> bases{};

    const Base* base(const Path& path) const;
};

class Generation {
public:
    Generation(Ground& ground, Credentials local);

    bool meant_by(std::string_view username) const { return responder_.meant_by(username); }
    bool asked(const stun::TransactionId& transaction) const { return open_.has(transaction); }

    /// From here on checks are sent.
    void set_remote(Credentials remote);
    void add_remote(const RemoteCandidate& candidate);
    /// Pairs a new base with the candidates the peer has named so far.
    void add_base(const Base& base);
    void remove_leg(Leg leg);
    /// Only what is valid is kept alive from now on: a younger generation takes over.
    void retire();

    void request(const stun::Received& received, Bytes datagram, const Path& from, Moment now);
    void response(const stun::Received& received, Bytes datagram, const Path& from, Moment now);
    /// Checks a path by which authentic media came.
    void roamed(const Path& path);
    void advance(Moment now);
    std::optional<Output> poll();
    Moment deadline() const;

    bool trusts(const Path& path) const;
    const std::optional<Path>& selected() const { return selected_; }
    /// The selected path, else the best valid one.
    std::optional<Path> path() const;
    bool ever_valid() const { return first_valid_at_ != never; }
    void add_to(AgentStats& stats) const;

private:
    bool may_add(const RemoteCandidate& candidate) const;
    void pair_up(const Base& base, const RemoteCandidate& candidate);
    bool roles_agree(const stun::Message& request);
    void note(const Check& check, Moment now);
    void refused(const OpenCheck& check, int code);
    void worked(const OpenCheck& check, Moment now);
    void check_next(Moment now);
    void repeat(Moment now);
    void keep_consent(Moment now);
    void expire(Moment now);
    void nominate(Moment now);
    void avoid_silence(Moment now);
    void check_path(Pair& pair, bool repeats, Moment now);
    bool spend(const Pair& pair);
    void select(const Path& path);
    Pair* freshest(Moment now);

    Ground& ground_;
    Credentials local_;
    Responder responder_;
    std::optional<Credentials> remote_;
    std::optional<stun::IntegrityKey> remote_key_;
    std::vector<RemoteCandidate> named_;  // By the peer; at most policy.remote_max.
    CheckList list_;
    OpenChecks open_;
    Moment next_check_ = Moment::min();
    Moment first_valid_at_ = never;
    std::optional<Path> selected_;
    std::optional<Path> nominating_;  // By us, unanswered.
    std::uint64_t nominations_ = 0;   // By the peer.
    int unproven_ = 0;
    bool retired_ = false;
    std::deque<Output> outputs_;  // A few for each verb, and the agent polls after each.
    std::uint64_t checks_sent_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace salon::ice
