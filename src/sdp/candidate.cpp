#include "sdp/candidate.h"

#include <fmt/format.h>

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

std::string_view word_of(TcpType type) {
    switch (type) {
        case TcpType::Active:
            return "active";
        case TcpType::Passive:
            return "passive";
        case TcpType::SimultaneousOpen:
            return "so";
    }
    return "active";
}

TcpType tcp_type_of(std::string_view word) {
    if (word == "passive") return TcpType::Passive;
    return word == "so" ? TcpType::SimultaneousOpen : TcpType::Active;
}

// The pairs after the type: "raddr … rport … tcptype active generation 0 ufrag abcd".
void read_extensions(std::string_view pairs, Candidate& candidate) {
    while (!pairs.empty()) {
        const auto key = take_word(pairs);
        const auto value = take_word(pairs);
        if (key == "ufrag" && candidate.ufrag.empty()) candidate.ufrag = value;
        const bool tcp = candidate.protocol == CandidateProtocol::Tcp;
        if (key == "tcptype" && tcp) candidate.tcp_type = tcp_type_of(value);
    }
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
    Candidate candidate{.foundation = std::string(foundation),
                        .component = *component,
                        .protocol = *protocol,
                        .priority = *priority,
                        .host = std::string(host),
                        .port = *port,
                        .kind = *kind};
    read_extensions(line, candidate);
    return candidate;
}

std::string write_candidate(const Candidate& candidate) {
    const bool tcp = candidate.protocol == CandidateProtocol::Tcp;
    auto line = fmt::format("candidate:{} {} {} {} {} {} typ {}", candidate.foundation,
                            candidate.component, tcp ? "tcp" : "udp", candidate.priority,
                            candidate.host, candidate.port, word_of(candidate.kind));
    if (candidate.kind != CandidateKind::Host) {  // RFC 8839 §5.1 wants these two.
        const auto address = candidate.address();
        line += address && address->ip.is_v4() ? " raddr 0.0.0.0 rport 0" : " raddr :: rport 0";
    }
    if (tcp) line += fmt::format(" tcptype {}", word_of(candidate.tcp_type));
    if (!candidate.ufrag.empty()) line += " ufrag " + candidate.ufrag;
    return line;
}

}  // namespace salon::sdp
