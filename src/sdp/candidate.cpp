#include "sdp/candidate.h"

#include <fmt/format.h>

#include "base/check.h"
#include "sdp/line.h"

namespace salon::sdp {
namespace {

std::optional<CandidateKind> kind_of(std::string_view word) {
    if (word == "host") return CandidateKind::Host;
    if (word == "srflx") return CandidateKind::ServerReflexive;
    if (word == "prflx") return CandidateKind::PeerReflexive;
    if (word == "relay") return CandidateKind::Relay;
    return std::nullopt;
}

std::string_view word_of(CandidateKind kind) {
    switch (kind) {
        case CandidateKind::Host:
            return "host";
        case CandidateKind::ServerReflexive:
            return "srflx";
        case CandidateKind::PeerReflexive:
            return "prflx";
        case CandidateKind::Relay:
            return "relay";
    }
    return "host";
}

std::optional<CandidateProtocol> protocol_of(std::string_view word) {
    if (same_word(word, "udp")) return CandidateProtocol::Udp;
    if (same_word(word, "tcp")) return CandidateProtocol::Tcp;
    return std::nullopt;
}

// The pairs after the type: "raddr … rport … generation 0 ufrag abcd".
std::string ufrag_in(std::string_view extensions) {
    while (!extensions.empty()) {
        const auto key = take_word(extensions);
        const auto value = take_word(extensions);
        if (key == "ufrag") return std::string(value);
    }
    return {};
}

}  // namespace

std::optional<TransportAddress> Candidate::address() const {
    const auto ip = IpAddress::parse(host);
    if (!ip) return std::nullopt;
    return TransportAddress{.ip = *ip, .port = port};
}

Result<Candidate, ParseError> parse_candidate(std::string_view line) {
    if (line.size() > candidate_size_max) return fail(ParseError::TooLarge);
    if (!is_plain(line)) return fail(ParseError::Malformed);
    if (line.starts_with("a=")) line.remove_prefix(2);
    if (!line.starts_with("candidate:")) return fail(ParseError::Malformed);
    line.remove_prefix(std::string_view("candidate:").size());

    const auto foundation = take_word(line);
    const auto component = to_number<int>(take_word(line));
    const auto protocol = protocol_of(take_word(line));
    const auto priority = to_number<std::uint32_t>(take_word(line));
    const auto host = take_word(line);
    const auto port = to_number<std::uint16_t>(take_word(line));
    const auto typ = take_word(line);
    const auto kind = kind_of(take_word(line));
    if (foundation.empty() || host.empty() || typ != "typ") return fail(ParseError::Malformed);
    if (!component || !priority || !port) return fail(ParseError::Malformed);
    if (!protocol || !kind) return fail(ParseError::Unsupported);
    return Candidate{.foundation = std::string(foundation),
                     .component = *component,
                     .protocol = *protocol,
                     .priority = *priority,
                     .host = std::string(host),
                     .port = *port,
                     .kind = *kind,
                     .ufrag = ufrag_in(line)};
}

std::string write_candidate(const Candidate& candidate) {
    const bool tcp = candidate.protocol == CandidateProtocol::Tcp;
    auto line = fmt::format("candidate:{} {} {} {} {} {} typ {}", candidate.foundation,
                            candidate.component, tcp ? "tcp" : "udp", candidate.priority,
                            candidate.host, candidate.port, word_of(candidate.kind));
    if (tcp) line += " tcptype active";
    if (!candidate.ufrag.empty()) line += " ufrag " + candidate.ufrag;
    return line;
}

Candidate host_candidate(const TransportAddress& address, int rank) {
    check(rank >= 0 && rank <= 65535);
    constexpr std::uint32_t host_preference = 126;  // RFC 8445 §5.1.2.1, component 1.
    const auto local_preference = static_cast<std::uint32_t>(65535 - rank);
    return {.foundation = std::to_string(rank + 1),
            .priority = host_preference << 24 | local_preference << 8 | 255,
            .host = address.ip.text(),
            .port = address.port};
}

}  // namespace salon::sdp
