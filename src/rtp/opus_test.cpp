#include "rtp/opus.h"

#include <gtest/gtest.h>

namespace salon::rtp {
namespace {

std::uint8_t toc(int config, int code) { return static_cast<std::uint8_t>(config << 3 | code); }

TEST(OpusDuration, FollowsTheTableOfRfc6716) {
    EXPECT_EQ(opus_duration(ByteBuffer{toc(0, 0), 1}), 10ms);
    EXPECT_EQ(opus_duration(ByteBuffer{toc(11, 0), 1}), 60ms);
    EXPECT_EQ(opus_duration(ByteBuffer{toc(12, 0), 1}), 10ms);
    EXPECT_EQ(opus_duration(ByteBuffer{toc(15, 0), 1}), 20ms);
    EXPECT_EQ(opus_duration(ByteBuffer{toc(16, 0), 1}), 2500us);
    EXPECT_EQ(opus_duration(ByteBuffer{toc(31, 0), 1}), 20ms);
}

TEST(OpusDuration, CountsFrames) {
    EXPECT_EQ(opus_duration(ByteBuffer{toc(31, 1), 1, 2}), 40ms);
    EXPECT_EQ(opus_duration(ByteBuffer{toc(31, 2), 1, 2}), 40ms);
    EXPECT_EQ(opus_duration(ByteBuffer{toc(31, 3), 3, 1, 2, 3}), 60ms);
}

TEST(OpusDuration, EndsAt120Milliseconds) {
    EXPECT_EQ(opus_duration(ByteBuffer{toc(31, 3), 6}), 120ms);
    EXPECT_FALSE(opus_duration(ByteBuffer{toc(31, 3), 7}));
}

TEST(OpusDuration, KnowsTheSingleByteOfSilence) {
    EXPECT_EQ(opus_duration(ByteBuffer{toc(31, 0)}), 20ms);
}

TEST(OpusDuration, RefusesWhatIsNoOpusPacket) {
    EXPECT_FALSE(opus_duration({}));
    EXPECT_FALSE(opus_duration(ByteBuffer{toc(31, 2)}));
    EXPECT_FALSE(opus_duration(ByteBuffer{toc(31, 3)}));
    EXPECT_FALSE(opus_duration(ByteBuffer{toc(31, 3), 0}));
}

}  // namespace
}  // namespace salon::rtp
