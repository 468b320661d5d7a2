#include "flow/retransmission_cache.h"

#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::flow {
namespace {

class RetransmissionCacheTest : public testing::Test {
protected:
    void send(std::int64_t sequence, Moment now = start) {
        cache.store(Sequence(sequence), ByteBuffer(10, static_cast<std::uint8_t>(sequence)), now);
    }

    RetransmissionCache cache{
        {.packets_max = 4, .bytes_max = 100, .age_max = 2s, .again_max = 3, .again_after = 20ms}};
};

TEST_F(RetransmissionCacheTest, GivesThePacketOfThatNumber) {
    send(65'535);
    send(65'536);
    EXPECT_EQ(cache.take(65'535, start)->front(), 255);
    EXPECT_EQ(cache.take(0, start)->front(), 0);
    EXPECT_EQ(cache.take(1, start), nullptr);
    EXPECT_EQ(cache.take(65'534, start), nullptr);
}

TEST_F(RetransmissionCacheTest, AnswersARepeatedAskingOnlyAfterAWhile) {
    send(7);
    EXPECT_TRUE(cache.take(7, start));
    EXPECT_FALSE(cache.take(7, start + 19ms));
    EXPECT_TRUE(cache.take(7, start + 20ms));
}

TEST_F(RetransmissionCacheTest, AnswersAFloodOfAskingsOnlySoOften) {
    send(7);
    EXPECT_TRUE(cache.take(7, start + 100ms));
    EXPECT_TRUE(cache.take(7, start + 200ms));
    EXPECT_TRUE(cache.take(7, start + 300ms));
    EXPECT_FALSE(cache.take(7, start + 400ms));
}

TEST_F(RetransmissionCacheTest, ForgetsWhatIsTooOldToHelp) {
    send(7);
    EXPECT_TRUE(cache.take(7, start + 2s));
    EXPECT_FALSE(cache.take(7, start + 2001ms));
    send(8, start + 2001ms);
    EXPECT_EQ(cache.packets(), 1U);
}

TEST_F(RetransmissionCacheTest, DropsTheOldestBeyondItsCount) {
    for (int i = 1; i <= 5; ++i) send(i);
    EXPECT_EQ(cache.packets(), 4U);
    EXPECT_FALSE(cache.take(1, start));
    EXPECT_TRUE(cache.take(2, start));
}

TEST_F(RetransmissionCacheTest, DropsTheOldestBeyondItsBytes) {
    send(1);
    cache.store(Sequence(2), ByteBuffer(90), start);
    EXPECT_EQ(cache.packets(), 2U);
    send(3);
    EXPECT_EQ(cache.packets(), 2U);
    EXPECT_EQ(cache.bytes(), 100U);
    cache.store(Sequence(4), ByteBuffer(101), start);
    EXPECT_EQ(cache.packets(), 0U);
    EXPECT_EQ(cache.bytes(), 0U);
}

}  // namespace
}  // namespace salon::flow
