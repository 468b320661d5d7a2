#include "rtp/sequence.h"

#include <gtest/gtest.h>

#include "world/world.h"

namespace salon::rtp {
namespace {

TEST(SequenceUnwrapper, GoesOnAcrossTheWrap) {
    SequenceUnwrapper unwrapper;
    EXPECT_EQ(unwrapper.unwrap(65'534), Sequence(65'534));
    EXPECT_EQ(unwrapper.unwrap(65'535), Sequence(65'535));
    EXPECT_EQ(unwrapper.unwrap(0), Sequence(65'536));
    EXPECT_EQ(unwrapper.unwrap(1), Sequence(65'537));
}

TEST(SequenceUnwrapper, PlacesALatePacketBeforeTheWrap) {
    SequenceUnwrapper unwrapper;
    unwrapper.unwrap(1);
    EXPECT_EQ(unwrapper.unwrap(65'535), Sequence(-1));
    EXPECT_EQ(unwrapper.unwrap(2), Sequence(2));
}

TEST(SequenceUnwrapper, TakesAStepOfLessThanHalfTheRangeAsForward) {
    SequenceUnwrapper unwrapper;
    unwrapper.unwrap(0);
    EXPECT_EQ(unwrapper.unwrap(32'767), Sequence(32'767));
    SequenceUnwrapper other;
    other.unwrap(0);
    EXPECT_EQ(other.unwrap(32'768), Sequence(-32'768));
}

TEST(TimestampUnwrapper, GoesOnAcrossTheWrap) {
    TimestampUnwrapper unwrapper;
    unwrapper.unwrap(0xFFFF'FF00);
    EXPECT_EQ(unwrapper.unwrap(0x100), 0x1'0000'0100);
}

TEST(Unwrapper, KnowsPictureIdsOfFifteenBits) {
    Unwrapper<15> unwrapper;
    unwrapper.unwrap(32'767);
    EXPECT_EQ(unwrapper.unwrap(0), 32'768);
}

TEST(SequenceUnwrapper, FindsEveryNumberAgainWhateverTheOrder) {
    for (const auto seed : testing_world::seeds(200)) {
        SCOPED_TRACE(seed);
        Random random(seed);
        SequenceUnwrapper unwrapper;
        auto sent = static_cast<std::int64_t>(random.u16());
        auto highest = unwrapper.unwrap(static_cast<std::uint16_t>(sent));
        for (int i = 0; i < 2000; ++i) {
            sent += static_cast<std::int64_t>(random.below(3000));
            const auto reordered = sent - static_cast<std::int64_t>(random.below(1000));
            const auto unwrapped = unwrapper.unwrap(static_cast<std::uint16_t>(reordered));
            ASSERT_EQ(unwrapped, Sequence(reordered));
            highest = std::max(highest, unwrapped);
            ASSERT_GE(unwrapper.unwrap(wire(highest)), highest) << "it went back";
        }
    }
}

}  // namespace
}  // namespace salon::rtp
