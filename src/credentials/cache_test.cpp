#include "credentials/cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::credentials {
namespace {

turn::RtcConfiguration relay(std::string name) {
    turn::RtcConfiguration configuration;
    configuration.ice_servers.push_back({.urls = {"turn:" + std::move(name)}});
    return configuration;
}

TEST(CacheTest, ForgetsShortlyBeforeTheEnd) {
    Cache cache;
    const auto key = Cache::key_of({"token"});
    cache.keep(key, relay("a"), 300s, start);
    EXPECT_TRUE(cache.find(key, start + 269'999ms));
    EXPECT_FALSE(cache.find(key, start + 270s)) << "a tenth of a short life is left";
    cache.keep(key, relay("a"), 24h, start);
    EXPECT_TRUE(cache.find(key, start + 24h - 61s));
    EXPECT_FALSE(cache.find(key, start + 24h - 60s)) << "a minute of a long one";
}

TEST(CacheTest, ItsKeysTellTheParts) {
    EXPECT_EQ(Cache::key_of({"a", "b"}), Cache::key_of({"a", "b"}));
    EXPECT_NE(Cache::key_of({"a", "b"}), Cache::key_of({"ab"}));
    EXPECT_NE(Cache::key_of({"a", "b"}), Cache::key_of({"b", "a"}));
}

TEST(CacheTest, TheOneThatEndsFirstLeaves) {
    Cache cache;
    const auto first = Cache::key_of({"first"});
    const auto short_lived = Cache::key_of({"short"});
    cache.keep(first, relay("a"), 24h, start);
    cache.keep(short_lived, relay("a"), 1h, start);
    for (std::size_t i = 2; i < Cache::entries_max; ++i) {
        cache.keep(Cache::key_of({std::to_string(i)}), relay("a"), 24h, start);
    }
    EXPECT_TRUE(cache.find(short_lived, start));
    cache.keep(Cache::key_of({"one more"}), relay("a"), 24h, start);
    EXPECT_FALSE(cache.find(short_lived, start));
    EXPECT_TRUE(cache.find(first, start));
}

}  // namespace
}  // namespace salon::credentials
