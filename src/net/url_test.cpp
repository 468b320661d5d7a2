#include "net/url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace salon::net {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(UrlTest, TakesAnAddressApart) {
    const auto url = parse_url("wss://Live.Example.com/ws/v1?key=a#part");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->scheme, "wss");
    EXPECT_EQ(url->host, "live.example.com");
    EXPECT_EQ(url->port, 443);
    EXPECT_EQ(url->target, "/ws/v1?key=a");
    EXPECT_EQ(url->host_header(), "live.example.com");
    EXPECT_TRUE(url->secure());
    EXPECT_FALSE(url->loopback());
}

TEST(UrlTest, KnowsPortsAndIpv6) {
    const auto url = parse_url("http://[::1]:8801?a=b");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->host, "::1");
    EXPECT_EQ(url->port, 8801);
    EXPECT_EQ(url->target, "/?a=b");
    EXPECT_EQ(url->host_header(), "[::1]:8801");
    EXPECT_TRUE(url->loopback());
}

TEST(UrlTest, CallsOnlyThisMachineLoopback) {
    EXPECT_TRUE(parse_url("ws://localhost")->loopback());
    EXPECT_TRUE(parse_url("ws://127.0.0.2")->loopback());
    EXPECT_FALSE(parse_url("ws://localhost.example.com")->loopback());
    EXPECT_FALSE(parse_url("ws://128.0.0.1")->loopback());
}

TEST(UrlTest, RefusesWhatItWouldMisread) {
    for (const auto* text :
         {"", "example.com", "ftp://a", "http://", "http://a:0", "http://a:65536", "http://a:1x",
          "http://user@a", "http://[::1", "http://[a]", "http://a b", "http://a\r\nx",
          "http://a:", "http:///path"}) {
        EXPECT_FALSE(parse_url(text)) << text;
    }
}

TEST(TargetTest, DecodesPathAndQuery) {
    const auto target = parse_target("/a%20b/c?x=1&y=%C3%A4+z&flag&=v");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/a b/c");
    EXPECT_THAT(target->query, ElementsAre(Pair("x", "1"), Pair("y", "\xc3\xa4 z"),
                                           Pair("flag", ""), Pair("", "v")));
    EXPECT_EQ(target->value("y"), "\xc3\xa4 z");
    EXPECT_EQ(target->value("none"), "");
}

TEST(TargetTest, CollapsesSlashesAndDots) {
    EXPECT_EQ(parse_target("//ws//x")->path, "/ws/x");
    EXPECT_EQ(parse_target("/a/./b/../c/")->path, "/a/c/");
    EXPECT_EQ(parse_target("/a/..")->path, "/");
    EXPECT_EQ(parse_target("/%2e%2e/x"), std::nullopt) << "leaves the root";
    EXPECT_EQ(parse_target("/a/../../x"), std::nullopt);
}

TEST(TargetTest, RefusesBrokenEscapes) {
    for (const auto* text : {"", "a", "*", "http://a/", "/%", "/%4", "/%zz", "/%00", "/?a=%f"}) {
        EXPECT_FALSE(parse_target(text)) << text;
    }
}

TEST(PercentTest, ComesBackAsItWas) {
    const std::string text = "a b/c?&=+\xc3\xa4%";
    EXPECT_EQ(percent_encoded(text), "a%20b%2Fc%3F%26%3D%2B%C3%A4%25");
    EXPECT_EQ(parse_target("/?v=" + percent_encoded(text))->value("v"), text);
}

}  // namespace
}  // namespace salon::net
