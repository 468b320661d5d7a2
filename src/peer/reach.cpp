#include "peer/reach.h"

#include <utility>

namespace salon::peer {

namespace {

using Agents = std::variant<ice::LiteAgent, ice::Agent>;

// Built where it is returned to: an agent stays where it was made.
Agents make_agent(const PeerOptions& options, const ice::Credentials& local, bool remote_is_lite,
                  Random random, Moment now) {
    if (options.ice == Ice::Lite) {
        return Agents(std::in_place_type<ice::LiteAgent>,
                      ice::LiteAgentOptions{.local = local,
                                            .check_patience = options.handshake_patience,
                                            .consent_patience = options.consent_patience},
                      now);
    }
    return Agents(
        std::in_place_type<ice::Agent>,
        ice::AgentOptions{.local = local,
                          .role = remote_is_lite ? ice::Role::Controlling
                                                 : ice::Role::Controlled,  // RFC 8445 §6.1.1
                          .filter = options.filter,
                          .policy = {.patience = options.handshake_patience,
                                     .consent_patience = options.consent_patience}},
        random, now);
}

ice::Credentials credentials_of(const sdp::RemoteTransport& remote) {
    return {.ufrag = remote.ufrag, .pwd = remote.pwd};
}

sdp::CandidateKind to_sdp(ice::CandidateKind kind) {
    switch (kind) {
        case ice::CandidateKind::Host:
            return sdp::CandidateKind::Host;
        case ice::CandidateKind::ServerReflexive:
            return sdp::CandidateKind::ServerReflexive;
        case ice::CandidateKind::PeerReflexive:
            return sdp::CandidateKind::PeerReflexive;
        case ice::CandidateKind::Relayed:
            return sdp::CandidateKind::Relay;
    }
    return sdp::CandidateKind::Host;
}

}  // namespace

sdp::Candidate to_sdp(const ice::LocalCandidate& candidate) {
    const bool tcp = candidate.transport == ice::Transport::TcpPassive;
    return {.foundation = candidate.foundation(),
            .protocol = tcp ? sdp::CandidateProtocol::Tcp : sdp::CandidateProtocol::Udp,
            .priority = candidate.priority(),
            .host = candidate.address.ip.text(),
            .port = candidate.address.port,
            .kind = to_sdp(candidate.kind),
            .tcp_type = sdp::TcpType::Passive};
}

std::vector<sdp::Candidate> told_candidates(const PeerOptions& options) {
    std::vector<sdp::Candidate> told;
    for (const auto& candidate : options.candidates) {
        const bool lite = options.ice == Ice::Lite;
        const bool useful = lite ? candidate.kind == ice::CandidateKind::Host
                                 : ice::admits(options.filter, candidate.kind);
        if (useful) told.push_back(to_sdp(candidate));
    }
    return told;
}

Reach::Reach(const PeerOptions& options, const ice::Credentials& local,
             const sdp::RemoteTransport& remote, Random random, Moment now)
    : agent_(make_agent(options, local, remote.lite, random, now)), remote_ufrag_(remote.ufrag) {
    for (const auto& candidate : options.candidates) add_local(candidate, now);
    std::visit([&](auto& agent) { agent.set_remote(credentials_of(remote), now); }, agent_);
    for (const auto& candidate : remote.candidates) add_remote(candidate, now);
}

bool Reach::add_local(const ice::LocalCandidate& candidate, Moment now) {
    return std::visit([&](auto& agent) { return agent.add_local(candidate, now); }, agent_);
}

void Reach::remove_leg(Leg leg, Moment now) {
    std::visit([&](auto& agent) { agent.remove_leg(leg, now); }, agent_);
}

void Reach::add_remote(const sdp::Candidate& candidate, Moment now) {
    const auto address = candidate.address();
    if (!address || candidate.component != 1) return;
    if (candidate.protocol != sdp::CandidateProtocol::Udp) return;
    if (!candidate.ufrag.empty() && candidate.ufrag != remote_ufrag_) return;
    const ice::RemoteCandidate remote{.address = *address, .priority = candidate.priority};
    std::visit([&](auto& agent) { agent.add_remote(remote, now); }, agent_);
}

void Reach::restart(const ice::Credentials& local, const sdp::RemoteTransport& remote, Moment now) {
    remote_ufrag_ = remote.ufrag;
    std::visit([&](auto& agent) { agent.restart(local, credentials_of(remote), now); }, agent_);
    for (const auto& candidate : remote.candidates) add_remote(candidate, now);
}

void Reach::receive(Bytes datagram, const Path& from, Moment now) {
    std::visit([&](auto& agent) { agent.receive(datagram, from, now); }, agent_);
}

void Reach::advance(Moment now) {
    std::visit([&](auto& agent) { agent.advance(now); }, agent_);
}

std::optional<ice::Output> Reach::poll() {
    return std::visit([](auto& agent) { return agent.poll(); }, agent_);
}

Moment Reach::deadline() const {
    return std::visit([](const auto& agent) { return agent.deadline(); }, agent_);
}

void Reach::roamed(const Path& path, Moment now) {
    std::visit([&](auto& agent) { agent.roamed(path, now); }, agent_);
}

bool Reach::trusts(const Path& path) const {
    return std::visit([&](const auto& agent) { return agent.trusts(path); }, agent_);
}

std::optional<Path> Reach::path() const {
    return std::visit([](const auto& agent) { return agent.path(); }, agent_);
}

}  // namespace salon::peer
