#include "turn/ice_server.h"

#include <gmock/gmock.h>

namespace salon::turn {
namespace {

using testing::HasSubstr;

ServerUrl url(std::string_view text) {
    const auto parsed = parse_server_url(text);
    EXPECT_TRUE(parsed) << text << ": " << parsed.error();
    return parsed.value_or(ServerUrl{});
}

std::string error(std::string_view text) {
    const auto parsed = parse_server_url(text);
    EXPECT_FALSE(parsed) << text;
    return parsed ? "" : parsed.error();
}

TEST(ServerUrl, KnowsEverySchemesPortAndTransport) {
    EXPECT_EQ(url("stun:example.org"),
              (ServerUrl{ServerKind::Stun, "example.org", 3478, Transport::Udp}));
    EXPECT_EQ(url("turn:example.org"),
              (ServerUrl{ServerKind::Turn, "example.org", 3478, Transport::Udp}));
    EXPECT_EQ(url("turns:example.org"),
              (ServerUrl{ServerKind::Turn, "example.org", 5349, Transport::Tls}));
}

TEST(ServerUrl, TakesAPortAndATransport) {
    EXPECT_EQ(url("turn:example.org:80?transport=tcp"),
              (ServerUrl{ServerKind::Turn, "example.org", 80, Transport::Tcp}));
    EXPECT_EQ(url("turn:example.org:65535?transport=udp").transport, Transport::Udp);
    EXPECT_EQ(url("turns:example.org:443?transport=tcp"),
              (ServerUrl{ServerKind::Turn, "example.org", 443, Transport::Tls}));
    EXPECT_EQ(url("TURN:Example.ORG?transport=TCP").host, "example.org");
}

TEST(ServerUrl, TakesAddressesOfBothFamilies) {
    EXPECT_EQ(url("stun:192.0.2.1:19302").host, "192.0.2.1");
    EXPECT_EQ(url("turn:[2001:db8::1]").host, "2001:db8::1");
    EXPECT_EQ(url("turn:[2001:db8::1]:5000").port, 5000);
}

TEST(ServerUrl, SaysWhatIsWrong) {
    EXPECT_THAT(error("https://example.org"), HasSubstr("stun:, turn: or turns:"));
    EXPECT_THAT(error(""), HasSubstr("stun:, turn: or turns:"));
    for (const auto* text :
         {"turn:", "turn://example.org", "turn:a b", "turn:example.org:", "turn:example.org:0",
          "turn:example.org:65536", "turn:example.org:1x", "turn:[192.0.2.1]", "turn:[::1",
          "turn:[::1]5", "turn:[::1]:", "turn:user@example.org"}) {
        EXPECT_THAT(error(text), HasSubstr("host or host:port")) << text;
    }
    EXPECT_THAT(error("stun:example.org?transport=tcp"), HasSubstr("no ?transport"));
    EXPECT_THAT(error("turn:example.org?transport=sctp"), HasSubstr("udp or tcp"));
    EXPECT_THAT(error("turns:example.org?transport=udp"), HasSubstr("DTLS"));
    EXPECT_THAT(error("turn:" + std::string(300, 'a')), HasSubstr("too long"));
}

}  // namespace
}  // namespace salon::turn
