// One ICE candidate line (RFC 8839 §5.1), as it stands in a description or arrives by trickle.
//   in   "candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host generation 0 ufrag abcd"
//   out  a value; and the same line back
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/address.h"
#include "base/result.h"

namespace salon::sdp {

enum class CandidateKind { Host, ServerReflexive, PeerReflexive, Relay };
enum class CandidateProtocol { Udp, Tcp };
/// Who opens the connection of a TCP candidate (RFC 6544 §4.5): the one who is not passive.
enum class TcpType { Active, Passive, SimultaneousOpen };

struct Candidate {
    std::string foundation = "1";
    int component = 1;  ///< 1 is RTP; Firefox lists 2 (RTCP) too, although it offers rtcp-mux.
    CandidateProtocol protocol = CandidateProtocol::Udp;
    std::uint32_t priority = 0;
    std::string host;  ///< A literal address, or a name such as "4f2a….local" (mDNS).
    std::uint16_t port = 0;
    CandidateKind kind = CandidateKind::Host;
    TcpType tcp_type = TcpType::Active;  ///< Of a TCP candidate.
    std::string ufrag{};                 ///< Of the generation it belongs to; often empty.

    /// Where to send to; nothing for a name, which we never resolve (a check from there tells us).
    std::optional<TransportAddress> address() const;

    friend bool operator==(const Candidate&, const Candidate&) = default;
};

inline constexpr std::size_t candidate_size_max = 512;  ///< Characters in one line.

/// Reads a line that starts with "candidate:" or "a=candidate:". Extensions are skipped.
Result<Candidate, ParseError> parse_candidate(std::string_view line);

/// "candidate:…", without "a=" and line end. What lies behind a reflexive or relayed address stays
/// our secret.
std::string write_candidate(const Candidate& candidate);

}  // namespace salon::sdp
