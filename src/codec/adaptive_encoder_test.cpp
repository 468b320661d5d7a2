#include "codec/adaptive_encoder.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace salon::codec {
namespace {

constexpr int pace = 3'000;  // 30 pictures a second, by a clock of 90 kHz.

class AdaptiveEncoderTest : public testing::Test {
protected:
    /// A picture full of noise, half of it new: it takes all the bits it is given.
    EncodedPicture next(int width, int height) {
        auto picture = I420Picture::black(width, height);
        for (auto& luma : picture.y) luma = static_cast<std::uint8_t>(random.below(60));
        return encoder.encode(picture, time(), KeyFrame::WhenNeeded);
    }
    MediaTime time() { return {.ticks = pace * number++, .rate = 90'000}; }
    double kilobits_of_a_second(int width, int height, int* keyframes) {
        double bits = 0;
        for (int i = 0; i < 30; ++i) {
            const auto frame = next(width, height);
            bits += static_cast<double>(frame.bytes.size()) * 8;
            *keyframes += frame.keyframe;
        }
        return bits / 1'000;
    }
    /// Of 300 pictures of a size, how many find room.
    int shown(int width, int height) {
        int count = 0;
        for (int i = 0; i < 300; ++i) count += encoder.has_room(width, height, time());
        return count;
    }

    Random random{5};
    AdaptiveEncoder encoder;
    int number = 0;
};

TEST_F(AdaptiveEncoderTest, FollowsTheBitrateWithoutAKeyFrame) {
    int keyframes = 0;
    encoder.set_bitrate(800'000);
    kilobits_of_a_second(320, 240, &keyframes);
    EXPECT_EQ(keyframes, 1);
    encoder.set_bitrate(200'000);
    kilobits_of_a_second(320, 240, &keyframes);
    const auto narrow = kilobits_of_a_second(320, 240, &keyframes);
    encoder.set_bitrate(400'000);
    kilobits_of_a_second(320, 240, &keyframes);
    EXPECT_LT(narrow, 260);
    EXPECT_GT(kilobits_of_a_second(320, 240, &keyframes), 1.3 * narrow);
    EXPECT_EQ(keyframes, 1);
}

TEST_F(AdaptiveEncoderTest, BeginsANewSizeWithAKeyFrame) {
    EXPECT_TRUE(next(160, 120).keyframe);
    EXPECT_FALSE(next(160, 120).keyframe);
    EXPECT_TRUE(next(120, 160).keyframe);
}

TEST_F(AdaptiveEncoderTest, ShowsEveryPictureWhereThereIsRoom) {
    encoder.set_bitrate(130'000);
    EXPECT_EQ(shown(640, 480), 300);
}

TEST_F(AdaptiveEncoderTest, ShowsFewerWhereTheWayIsNarrow) {
    encoder.set_bitrate(60'000);
    EXPECT_NEAR(shown(640, 480), 150, 5);
    EXPECT_EQ(shown(160, 120), 300);
    encoder.set_bitrate(0);  // It goes on, at its least.
    EXPECT_NEAR(shown(640, 480), 75, 5);
}

TEST_F(AdaptiveEncoderTest, GoesOnWhenTheSourcesTimeGoesBack) {
    encoder.set_bitrate(60'000);
    EXPECT_TRUE(encoder.has_room(640, 480, {.ticks = 90'000'000, .rate = 90'000}));
    EXPECT_FALSE(encoder.has_room(640, 480, {.ticks = 90'000'001, .rate = 90'000}));
    EXPECT_TRUE(encoder.has_room(640, 480, {.ticks = 0, .rate = 90'000}));
}

}  // namespace
}  // namespace salon::codec
