// How the peer is reached: a lite or a full ICE agent behind one face, and our candidates and its
// in the words of SDP.
//   in   STUN datagrams, candidates of both ends, new credentials
//   out  what the agent says
//
// A part of Peer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "ice/agent.h"
#include "ice/lite_agent.h"
#include "peer/peer.h"

namespace salon::peer {

class Reach {
public:
    Reach(const PeerOptions& options, const ice::Credentials& local,
          const sdp::RemoteTransport& remote, Random random, Moment now);
    Reach(const Reach&) = delete;
    Reach& operator=(const Reach&) = delete;
    ~Reach() = default;

    /// False if the agent has no use for it: then the peer is not told of it either.
    bool add_local(const ice::LocalCandidate& candidate, Moment now);
    void remove_leg(Leg leg, Moment now);
    /// Names (mDNS), TCP and candidates of another generation are passed over: a check from there
    /// tells us.
    void add_remote(const sdp::Candidate& candidate, Moment now);
    void restart(const ice::Credentials& local, const sdp::RemoteTransport& remote, Moment now);

    void receive(Bytes datagram, const Path& from, Moment now);
    void advance(Moment now);
    std::optional<ice::Output> poll();
    Moment deadline() const;

    void roamed(const Path& path, Moment now);
    bool trusts(const Path& path) const;
    std::optional<Path> path() const;

private:
    std::variant<ice::LiteAgent, ice::Agent> agent_;
    std::string remote_ufrag_;
};

/// As it stands in the answer, or in a trickled line.
sdp::Candidate to_sdp(const ice::LocalCandidate& candidate);
/// Those of `options` that the peer is told: the filter's, and only host candidates when lite.
std::vector<sdp::Candidate> told_candidates(const PeerOptions& options);

}  // namespace salon::peer
