#include "server/public_place.h"

#include <gmock/gmock.h>

namespace salon::server {
namespace {

using testing::Optional;

std::optional<std::string> place(std::string host, std::string forwarded = {},
                                 std::string prefix = {}) {
    net::HttpHeaders headers{{"Host", std::move(host)}};
    if (!forwarded.empty()) headers.add("X-Forwarded-Host", std::move(forwarded));
    if (!prefix.empty()) headers.add("X-Forwarded-Prefix", std::move(prefix));
    return public_place(headers);
}

TEST(PublicPlace, IsTheHostThatWasAskedForWithItsPort) {
    EXPECT_THAT(place("salon.example"), Optional(std::string("salon.example")));
    EXPECT_THAT(place("127.0.0.1:7860"), Optional(std::string("127.0.0.1:7860")));
    EXPECT_THAT(place("[::1]:7860"), Optional(std::string("[::1]:7860")));
    EXPECT_THAT(place("salon.example:443"), Optional(std::string("salon.example")));
}

TEST(PublicPlace, IsWhatTheOutermostProxySaysWithItsPath) {
    EXPECT_THAT(place("127.0.0.1:7860", "salon.example:8443"),
                Optional(std::string("salon.example:8443")));
    EXPECT_THAT(place("127.0.0.1:7860", "salon.example , inner.example"),
                Optional(std::string("salon.example")));
    EXPECT_THAT(place("127.0.0.1:7860", "salon.example", "/voice/"),
                Optional(std::string("salon.example/voice")));
    EXPECT_THAT(place("127.0.0.1:7860", "salon.example", "/"),
                Optional(std::string("salon.example")));
}

TEST(PublicPlace, IsNoneWhereSomebodyPlaysTricks) {
    EXPECT_EQ(place(""), std::nullopt);
    EXPECT_EQ(place("a b"), std::nullopt);
    EXPECT_EQ(place("user@salon.example"), std::nullopt);
    EXPECT_EQ(place("salon.example/elsewhere"), std::nullopt);
    EXPECT_EQ(place("salon.example?x"), std::nullopt);
    EXPECT_EQ(place("salon.example#x"), std::nullopt);
    EXPECT_EQ(place("salon.example:99999"), std::nullopt);
    EXPECT_EQ(place("\"/><Redirect>http://evil</Redirect>"), std::nullopt);
    EXPECT_EQ(place("salon.example", "evil\"/>"), std::nullopt);
    EXPECT_EQ(place("salon.example", "", "/a\"/><b"), std::nullopt);
    EXPECT_EQ(place("salon.example", "", "elsewhere"), std::nullopt);
    EXPECT_EQ(place("salon.example", "", "/" + std::string(256, 'a')), std::nullopt);
}

}  // namespace
}  // namespace salon::server
