#include "sctp/handshake.h"

#include <gtest/gtest.h>

namespace salon::sctp {
namespace {

constexpr InitChunk ada{
    .tag = 1, .window = 1500, .streams_out = 4, .streams_in = 5, .first_tsn = 7};
constexpr InitChunk ben{
    .tag = 2, .window = 9000, .streams_out = 6, .streams_in = 3, .first_tsn = 8};

InitChunk with_cookie(InitChunk ack, Bytes cookie) {
    ack.ack = true;
    ack.cookie = cookie;
    return ack;
}

TEST(Handshake, AnswersAnInitWithItsOwnTermsAndKeepsNothingOfIt) {
    const Handshake handshake(ada, 42);
    auto wanted = with_cookie(ada, {});
    const auto cookie = write_cookie(42, terms_of(ben));
    wanted.cookie = cookie;
    EXPECT_EQ(handshake.answer(ben), write_chunk(wanted));
}

TEST(Handshake, ReadsThePeerFromItsOwnCookieOnly) {
    const Handshake handshake(ada, 42);
    const auto own = handshake.echoed(write_cookie(42, terms_of(ben)));
    ASSERT_TRUE(own);
    EXPECT_EQ(own->tag, 2u);
    EXPECT_EQ(own->first_tsn, 8u);
    EXPECT_FALSE(handshake.echoed(write_cookie(43, terms_of(ben))));
}

TEST(Handshake, HasNoAnswerToATagOfZeroOrToNoStreams) {
    const Handshake handshake(ada, 42);
    for (const auto field : {0, 1, 2}) {
        auto broken = ben;
        if (field == 0) broken.tag = 0;
        if (field == 1) broken.streams_out = 0;
        if (field == 2) broken.streams_in = 0;
        EXPECT_TRUE(handshake.answer(broken).empty());
    }
}

TEST(Handshake, EchoesTheCookieOfAnAnswerThatHasOne) {
    Handshake handshake(ada, 42);
    EXPECT_FALSE(handshake.answered(with_cookie(ben, {})));
    const ByteBuffer cookie{1, 2, 3};
    const auto terms = handshake.answered(with_cookie(ben, cookie));
    ASSERT_TRUE(terms);
    EXPECT_EQ(terms->window, 9000u);
    EXPECT_EQ(handshake.echo(), write_chunk(OpaqueChunk{ChunkType::CookieEcho, cookie}));
}

TEST(Handshake, TakesACookieThatFillsAPacketAndNoneThatIsLonger) {
    Handshake handshake(ada, 42);
    const ByteBuffer largest(packet_size_max - packet_header_size - 4);
    const ByteBuffer too_large(largest.size() + 1);
    EXPECT_TRUE(handshake.answered(with_cookie(ben, largest)));
    EXPECT_FALSE(handshake.answered(with_cookie(ben, too_large)));
}

}  // namespace
}  // namespace salon::sctp
