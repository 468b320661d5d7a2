#include "sdp/candidate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace salon::sdp {
namespace {

TEST(Candidate, ReadsWhatChromiumSends) {
    const auto candidate = parse_candidate(
        "candidate:585004033 1 udp 2122194687 192.0.2.2 51270 typ host generation 0 ufrag ohwi "
        "network-id 1");
    ASSERT_TRUE(candidate);
    EXPECT_EQ(candidate->foundation, "585004033");
    EXPECT_EQ(candidate->component, 1);
    EXPECT_EQ(candidate->priority, 2122194687u);
    EXPECT_EQ(candidate->kind, CandidateKind::Host);
    EXPECT_EQ(candidate->ufrag, "ohwi");
    EXPECT_EQ(candidate->address()->text(), "192.0.2.2:51270");
}

TEST(Candidate, ReadsWhatFirefoxSends) {
    const auto candidate = parse_candidate(
        "candidate:0 2 UDP 2122187006 3d4047c8-4ab0-4e90-8a69-8c33a439e420.local 47864 typ host");
    ASSERT_TRUE(candidate);
    EXPECT_EQ(candidate->component, 2);
    EXPECT_EQ(candidate->protocol, CandidateProtocol::Udp);
    EXPECT_EQ(candidate->address(), std::nullopt);
}

TEST(Candidate, ReadsAnAttributeLineToo) {
    EXPECT_TRUE(parse_candidate("a=candidate:1 1 udp 1 192.0.2.2 9 typ host"));
}

TEST(Candidate, ReadsReflexiveRelayedAndTcpOnes) {
    const auto reflexive = parse_candidate(
        "candidate:1 1 udp 1 2001:db8::7 7 typ srflx raddr 192.0.2.2 rport 9 generation 0");
    ASSERT_TRUE(reflexive);
    EXPECT_EQ(reflexive->kind, CandidateKind::ServerReflexive);
    EXPECT_EQ(reflexive->address()->text(), "[2001:db8::7]:7");
    EXPECT_EQ(parse_candidate("candidate:1 1 udp 1 192.0.2.2 7 typ relay")->kind,
              CandidateKind::Relay);
    EXPECT_EQ(parse_candidate("candidate:1 1 tcp 1 192.0.2.2 9 typ host tcptype active")->protocol,
              CandidateProtocol::Tcp);
    EXPECT_EQ(parse_candidate("candidate:1 1 udp 1 192.0.2.2 9 typ host tcptype passive"),
              parse_candidate("candidate:1 1 udp 1 192.0.2.2 9 typ host"));
}

TEST(Candidate, RefusesWhatIsNone) {
    const auto error = [](std::string_view line) { return parse_candidate(line).error(); };
    EXPECT_EQ(error(""), ParseError::Malformed);
    EXPECT_EQ(error("candidate:"), ParseError::Malformed);
    EXPECT_EQ(error("1 1 udp 1 192.0.2.2 9 typ host"), ParseError::Malformed);
    EXPECT_EQ(error("candidate:1 1 udp 1 192.0.2.2 9 host"), ParseError::Malformed);
    EXPECT_EQ(error("candidate:1 1 udp 1 192.0.2.2 65536 typ host"), ParseError::Malformed);
    EXPECT_EQ(error("candidate:1 x udp 1 192.0.2.2 9 typ host"), ParseError::Malformed);
    EXPECT_EQ(error("candidate:1 1 udp -1 192.0.2.2 9 typ host"), ParseError::Malformed);
    EXPECT_EQ(error("candidate:1 1 sctp 1 192.0.2.2 9 typ host"), ParseError::Unsupported);
    EXPECT_EQ(error("candidate:1 1 udp 1 192.0.2.2 9 typ moon"), ParseError::Unsupported);
    EXPECT_EQ(error("candidate:1 1 udp 1 192.0.2.2\r\nm=audio 9 typ host"), ParseError::Malformed);
}

TEST(Candidate, HasALengthLimit) {
    std::string line = "candidate:1 1 udp 1 192.0.2.2 9 typ host ";
    line.resize(candidate_size_max, 'x');
    EXPECT_TRUE(parse_candidate(line));
    line += 'x';
    EXPECT_EQ(parse_candidate(line).error(), ParseError::TooLarge);
}

TEST(Candidate, OursReadBackTheSame) {
    const Candidate host{.foundation = "7", .priority = 3, .host = "192.0.2.7", .port = 7860};
    EXPECT_EQ(write_candidate(host), "candidate:7 1 udp 3 192.0.2.7 7860 typ host");
    EXPECT_EQ(parse_candidate(write_candidate(host)), host);
    const Candidate relay{.priority = 2,
                          .host = "2001:db8::7",
                          .port = 9000,
                          .kind = CandidateKind::Relay,
                          .ufrag = "abcd"};
    EXPECT_EQ(write_candidate(relay),
              "candidate:1 1 udp 2 2001:db8::7 9000 typ relay raddr :: rport 0 ufrag abcd");
    EXPECT_EQ(parse_candidate(write_candidate(relay)), relay);
    const Candidate tcp{.protocol = CandidateProtocol::Tcp,
                        .host = "192.0.2.7",
                        .port = 443,
                        .tcp_type = TcpType::Passive};
    EXPECT_EQ(write_candidate(tcp), "candidate:1 1 tcp 0 192.0.2.7 443 typ host tcptype passive");
    EXPECT_EQ(parse_candidate(write_candidate(tcp)), tcp);
}

}  // namespace
}  // namespace salon::sdp
