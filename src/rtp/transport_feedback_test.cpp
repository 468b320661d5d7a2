#include "rtp/transport_feedback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/check.h"
#include "rtp/rtcp.h"
#include "world/world.h"

namespace salon::rtp {
namespace {

using testing::ElementsAreArray;

ByteBuffer written(const TransportFeedback& feedback) {
    return write_rtcp(std::vector<Rtcp>{feedback});
}

TransportFeedback read(Bytes bytes) {
    const auto parts = parse_rtcp(bytes);
    check(parts.has_value() && parts->size() == 1);
    return std::get<TransportFeedback>(parts->at(0));
}

// What follows the header, the SSRCs, base, count, reference and number.
ByteBuffer tail(const TransportFeedback& feedback) {
    const auto bytes = written(feedback);
    return to_buffer(Bytes(bytes).subspan(20));
}

TEST(TransportFeedback, TellsARunInOneChunk) {
    TransportFeedback feedback;
    for (int i = 0; i < 16; ++i) feedback.packets.emplace_back(0);
    const auto bytes = tail(feedback);
    EXPECT_EQ(bytes[0], 0x20);  // Run of small deltas…
    EXPECT_EQ(bytes[1], 16);    // …of sixteen.
    EXPECT_EQ(bytes.size(), 20U);
}

TEST(TransportFeedback, TellsAMixtureWithOneBitEach) {
    // Received, missing, received: |1|0| 101 and zeros.
    const TransportFeedback feedback{.packets = {1, std::nullopt, 3}};
    EXPECT_THAT(tail(feedback), ElementsAreArray({0xA8, 0x00, 1, 2}));
}

TEST(TransportFeedback, TellsLargeDeltasWithTwoBitsEach) {
    // Small, missing, large (backwards): |1|1| 01 00 10 and zeros.
    const TransportFeedback feedback{.packets = {1, std::nullopt, 0}};
    EXPECT_THAT(tail(feedback), ElementsAreArray({0xD2, 0x00, 1, 0xFF, 0xFF, 0, 0, 0}));
}

TEST(TransportFeedback, KeepsTheEdgesOfItsDeltas) {
    for (const std::int32_t delta : {0, 255, 256, 32'767, -1, -32'768}) {
        const TransportFeedback feedback{.packets = {0, delta, std::nullopt, delta}};
        EXPECT_EQ(read(written(feedback)), feedback) << delta;
    }
}

TEST(TransportFeedback, ReadsTheExamplesOfTheDraft) {
    // §3.1.3 run length: |0|0 0|0 0 0 0 0 1 1 0 1 1 1 0 1|: 221 missing. §3.1.4: one-bit vector
    // 0b10'01111100000000: missing, five received, eight missing.
    const ByteBuffer bytes{0x8F, 205,  0,    7,    0, 0, 0, 1, 0, 0, 0, 2,
                           0,    5,    0,    235,  0, 0, 1, 0,  //
                           0x00, 0xDD, 0x9F, 0x00, 1, 1, 1, 1, 1, 0, 0, 0};
    const auto feedback = read(bytes);
    ASSERT_EQ(feedback.packets.size(), 235U);
    for (std::size_t i = 0; i < 235; ++i) {
        EXPECT_EQ(feedback.packets[i].has_value(), i >= 222 && i < 227) << i;
    }
    EXPECT_EQ(feedback.packets[226], 5);
}

TEST(TransportFeedback, ComesBackForAnyPatternOfLossAndDelay) {
    for (const auto seed : testing_world::seeds(300)) {
        SCOPED_TRACE(seed);
        Random random(seed);
        TransportFeedback feedback{.first = random.u16(), .reference = 77};
        const double loss = random.unit();
        const auto step_max = random.chance(0.5) ? 200 : 3000;
        const auto count = 1 + random.below(1000);
        std::int32_t arrival = 0;
        while (feedback.packets.size() < count) {
            const bool lost = random.chance(loss);
            if (!lost) arrival += static_cast<std::int32_t>(random.below(step_max)) - 60;
            feedback.packets.push_back(lost ? std::nullopt : std::optional(arrival));
        }
        ASSERT_EQ(read(written(feedback)), feedback);
    }
}

TEST(TransportFeedback, TellsALongLossInFewBytes) {
    TransportFeedback feedback;
    feedback.packets.resize(4000);
    feedback.packets.back() = 1;
    EXPECT_LE(written(feedback).size(), 32U);
    EXPECT_EQ(read(written(feedback)), feedback);
}

}  // namespace
}  // namespace salon::rtp
