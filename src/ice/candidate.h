// Where one of the two ends may be reached (RFC 8445 §5.1), and what each such place is worth.
//   in   kind, address and leg
//   out  priorities of candidates and pairs; whether an address may be sent checks at all
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/address.h"

namespace salon::ice {

enum class CandidateKind { Host, ServerReflexive, PeerReflexive, Relayed };

/// How the peer gets there: UDP, or by opening a TCP connection to us (RFC 6544).
enum class Transport { Udp, TcpPassive };

struct LocalCandidate {
    CandidateKind kind = CandidateKind::Host;
    Transport transport = Transport::Udp;
    TransportAddress address;  ///< As the peer sees it.
    Leg leg = shared_port;     ///< RFC 8445's base: what is sent from here leaves by it.
    std::uint16_t rank = 0;    ///< Among ours of one kind; 0 is the best.

    std::uint32_t priority() const;
    /// Equal for candidates whose checks are likely to share one fate (RFC 8445 §5.1.1.3).
    std::string foundation() const;
    friend bool operator==(const LocalCandidate&, const LocalCandidate&) = default;
};

/// Of the port all callers share, under each of its addresses, best first.
std::vector<LocalCandidate> host_candidates(const std::vector<IpAddress>& addresses,
                                            std::uint16_t port);

struct RemoteCandidate {
    TransportAddress address;
    std::uint32_t priority = 0;
};

/// Which of our candidates are told and used.
enum class CandidateFilter { All, NoHost, RelayOnly };
bool admits(CandidateFilter filter, CandidateKind kind);

/// RFC 8445 §5.1.2.1 for component 1.
std::uint32_t candidate_priority(CandidateKind kind, Transport transport, std::uint16_t rank);
/// RFC 8445 §6.1.2.3.
std::uint64_t pair_priority(std::uint32_t of_controlling, std::uint32_t of_controlled);

/// Whether anything may be sent to `address`: not to nobody, not to everybody.
bool sendable(const TransportAddress& address);

/// Whether we send checks to an address the peer merely names, from a leg of ours at `ours`.
/// Private, link-local and loopback addresses only when we live in such a network ourselves, and no
/// well-known ports but those of the web: nobody scans his neighbours through us.
bool worth_checking(const TransportAddress& named, const TransportAddress& ours);

}  // namespace salon::ice
