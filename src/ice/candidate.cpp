#include "ice/candidate.h"

#include <algorithm>

#include "base/check.h"

namespace salon::ice {
namespace {

constexpr std::uint16_t unprivileged_from = 1024;

// RFC 8445 §5.1.2.2, with libwebrtc's place for ICE-TCP: below every direct UDP path.
std::uint32_t type_preference(CandidateKind kind, Transport transport) {
    if (transport == Transport::TcpPassive) return 90;
    switch (kind) {
        case CandidateKind::Host:
            return 126;
        case CandidateKind::PeerReflexive:
            return 110;
        case CandidateKind::ServerReflexive:
            return 100;
        case CandidateKind::Relayed:
            return 2;
    }
    return 0;
}

}  // namespace

std::uint32_t candidate_priority(CandidateKind kind, Transport transport, std::uint16_t rank) {
    const std::uint32_t local_preference = 65535U - rank;
    return type_preference(kind, transport) << 24 | local_preference << 8 | 255;
}

std::uint32_t LocalCandidate::priority() const { return candidate_priority(kind, transport, rank); }

std::vector<LocalCandidate> host_candidates(const std::vector<IpAddress>& addresses,
                                            std::uint16_t port) {
    std::vector<LocalCandidate> all;
    for (const auto& ip : addresses) {
        const auto rank = static_cast<std::uint16_t>(all.size());
        all.push_back({.address = {.ip = ip, .port = port}, .rank = rank});
    }
    return all;
}

std::string LocalCandidate::foundation() const {
    const auto digit = [](auto value) { return std::to_string(static_cast<int>(value)); };
    return digit(kind) + digit(transport) + digit(address.ip.is_v4()) + std::to_string(leg.value());
}

bool admits(CandidateFilter filter, CandidateKind kind) {
    if (filter == CandidateFilter::RelayOnly) return kind == CandidateKind::Relayed;
    return filter == CandidateFilter::All || kind != CandidateKind::Host;
}

std::uint64_t pair_priority(std::uint32_t of_controlling, std::uint32_t of_controlled) {
    const std::uint64_t low = std::min(of_controlling, of_controlled);
    const std::uint64_t high = std::max(of_controlling, of_controlled);
    return (low << 32) + 2 * high + (of_controlling > of_controlled ? 1 : 0);
}

bool sendable(const TransportAddress& address) {
    const auto scope = address.ip.scope();
    return address.port != 0 && scope != Scope::Nobody && scope != Scope::Multicast;
}

bool worth_checking(const TransportAddress& named, const TransportAddress& ours) {
    if (!sendable(named) || named.ip.is_v4() != ours.ip.is_v4()) return false;
    if (named.port < unprivileged_from && named.port != 80 && named.port != 443) return false;
    const auto scope = named.ip.scope();
    return scope == Scope::Global || scope == ours.ip.scope();
}

}  // namespace salon::ice
