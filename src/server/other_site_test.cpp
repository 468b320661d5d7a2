#include "server/other_site.h"

#include <gtest/gtest.h>

namespace salon::server {
namespace {

TEST(OtherSite, ProgramsAreNobodysPage) {
    EXPECT_FALSE(from_other_site({{"Host", "salon.example"}}));
    EXPECT_FALSE(from_other_site({}));
}

TEST(OtherSite, IsKnownByItsOrigin) {
    const auto from = [](std::string origin) {
        return from_other_site({{"Host", "salon.example:7860"}, {"Origin", std::move(origin)}});
    };
    EXPECT_FALSE(from("http://salon.example:7860"));
    EXPECT_FALSE(from("https://salon.example:7860"));
    EXPECT_TRUE(from("https://evil.example"));
    EXPECT_TRUE(from("http://salon.example"));
    EXPECT_TRUE(from("http://salon.example:7861"));
    EXPECT_TRUE(from("http://salon.example:7860.evil.example"));
    EXPECT_TRUE(from("null"));
    EXPECT_TRUE(from(""));
}

TEST(OtherSite, IsComparedWithTheNameThatAProxyTells) {
    const net::HttpHeaders told{{"Host", "127.0.0.1:7860"},
                                {"X-Forwarded-Host", "salon.example"},
                                {"X-Forwarded-Prefix", "/voice"},
                                {"Origin", "https://salon.example"}};
    EXPECT_FALSE(from_other_site(told));
    const net::HttpHeaders untold{{"Host", "127.0.0.1:7860"}, {"Origin", "https://salon.example"}};
    EXPECT_TRUE(from_other_site(untold));
    const net::HttpHeaders tricks{{"Host", "a b"}, {"Origin", "http://a b"}};
    EXPECT_TRUE(from_other_site(tricks));
}

TEST(OtherSite, IsWhatTheBrowserSaysItIs) {
    const auto says = [](std::string site, std::string origin) {
        return from_other_site({{"Host", "127.0.0.1:7860"},
                                {"Sec-Fetch-Site", std::move(site)},
                                {"Origin", std::move(origin)}});
    };
    EXPECT_FALSE(says("same-origin", "https://salon.example")) << "a proxy has changed the Host";
    EXPECT_FALSE(says("none", "null")) << "the user's own doing, no page's";
    EXPECT_TRUE(says("same-site", "http://127.0.0.1:8080"));
    EXPECT_TRUE(says("cross-site", "https://evil.example"));
    EXPECT_TRUE(says("something-new", "https://evil.example"));
}

}  // namespace
}  // namespace salon::server
