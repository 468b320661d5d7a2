// Encoder and decoder together: each is the other's best witness.
#include <algorithm>
#include <cstdlib>

#include <gmock/gmock.h>

#include "base/random.h"
#include "codec/vp8_decoder.h"
#include "codec/vp8_encoder.h"

namespace salon::codec {
namespace {

constexpr Vp8Encoding small{.width = 160, .height = 120, .bitrate = 300'000, .fps = 30};

/// Colourful stripes that move.
Picture scene(int width, int height, int number) {
    auto picture = Picture::filled(width, height, {200, 30, 30});
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            if ((x + y + 2 * number) % 40 >= 20) continue;
            picture.rgb[picture.offset(x, y)] = 20;
            picture.rgb[picture.offset(x, y) + 2] = static_cast<std::uint8_t>(90 + x % 120);
        }
    }
    return picture;
}

class Film {
public:
    explicit Film(const Vp8Encoding& encoding) : encoding_(encoding), encoder_(encoding) {}

    EncodedPicture next(KeyFrame key_frame = KeyFrame::WhenNeeded) {
        const auto picture = to_i420(scene(encoding_.width, encoding_.height, number_));
        return encoder_.encode(picture, {.ticks = 3'000 * number_++, .rate = 90'000}, key_frame);
    }
    Vp8Encoder& encoder() { return encoder_; }

private:
    Vp8Encoding encoding_;
    Vp8Encoder encoder_;
    int number_ = 0;
};

double mean_difference(const Picture& one, const Picture& other) {
    double sum = 0;
    for (std::size_t i = 0; i < one.rgb.size(); ++i) sum += std::abs(one.rgb[i] - other.rgb[i]);
    return sum / static_cast<double>(one.rgb.size());
}

TEST(Vp8, ShowsWhatWasEncoded) {
    Film film({.width = 161, .height = 121, .bitrate = 1'000'000});
    Vp8Decoder decoder;
    for (int i = 0; i < 20; ++i) {
        const auto frame = film.next();
        EXPECT_EQ(frame.keyframe, i == 0);
        EXPECT_EQ(frame.time.ticks, 3'000 * i);
        if (frame.bytes.empty()) continue;
        const auto picture = decoder.decode(frame.bytes);
        ASSERT_TRUE(picture && *picture);
        EXPECT_EQ((*picture)->width, 161);
        EXPECT_EQ((*picture)->height, 121);
        EXPECT_LT(mean_difference(to_rgb(**picture), scene(161, 121, i)), 12);
    }
}

TEST(Vp8, KeepsRedRed) {
    Vp8Encoder encoder(small);
    const auto frame = encoder.encode(to_i420(Picture::filled(160, 120, {255, 0, 0})), {});
    const auto picture = Vp8Decoder().decode(frame.bytes);
    ASSERT_TRUE(picture && *picture);
    const auto pixel = to_rgb(**picture).at(80, 60);
    EXPECT_GT(pixel[0], 248);
    EXPECT_LT(pixel[1], 8);
    EXPECT_LT(pixel[2], 8);
}

TEST(Vp8Encoder, GivesAKeyFrameWhenAsked) {
    Film film(small);
    film.next();
    EXPECT_FALSE(film.next().keyframe);
    EXPECT_TRUE(film.next(KeyFrame::Now).keyframe);
    EXPECT_FALSE(film.next().keyframe);
}

TEST(Vp8Encoder, ObeysTheBitrateAndItsChange) {
    Film film(small);
    const auto rate_of_three_seconds = [&] {
        std::size_t bytes = 0;
        for (int i = 0; i < 90; ++i) bytes += film.next().bytes.size();
        return static_cast<double>(bytes) * 8 / 3;
    };
    rate_of_three_seconds();
    EXPECT_LT(rate_of_three_seconds(), 345'000);
    film.encoder().set_bitrate(60'000);
    rate_of_three_seconds();
    EXPECT_LT(rate_of_three_seconds(), 75'000);
}

TEST(Vp8FrameStart, ReadsKeyFramesAndOthers) {
    Film film({.width = 161, .height = 121});
    const auto key = vp8_frame_start(film.next().bytes);
    ASSERT_TRUE(key);
    EXPECT_TRUE(key->keyframe);
    EXPECT_EQ(key->width, 161);
    EXPECT_EQ(key->height, 121);
    const auto other = vp8_frame_start(film.next().bytes);
    ASSERT_TRUE(other);
    EXPECT_FALSE(other->keyframe);
    EXPECT_FALSE(vp8_frame_start({}));
    EXPECT_FALSE(vp8_frame_start(ByteBuffer{0x10, 0, 0, 0x9d, 0x01, 0x2a, 16, 0, 16}));
    EXPECT_FALSE(vp8_frame_start(ByteBuffer{0x10, 0, 0, 0x9d, 0x01, 0x2a, 16, 0, 0, 0}));
}

TEST(Vp8Decoder, RefusesKeyFramesOverItsLimit) {
    const auto frame = Film(small).next();
    EXPECT_TRUE(Vp8Decoder({.pixels_max = 160 * 120}).decode(frame.bytes));
    EXPECT_EQ(Vp8Decoder({.pixels_max = 160 * 120 - 1}).decode(frame.bytes).error(),
              VideoError::TooLarge);

    auto lying = frame.bytes;
    lying[6] = lying[8] = 0xff;
    lying[7] = lying[9] = 0x3f;  // 16383 x 16383
    EXPECT_EQ(Vp8Decoder().decode(lying).error(), VideoError::TooLarge);
}

TEST(Vp8Decoder, NeedsAKeyFrameFirstAndAfterEachBrokenFrame) {
    Film film(small);
    const auto key = film.next();
    const auto second = film.next();
    Vp8Decoder decoder;
    EXPECT_EQ(decoder.decode(second.bytes).error(), VideoError::NeedsKeyFrame);
    EXPECT_TRUE(decoder.decode(key.bytes));
    EXPECT_EQ(decoder.decode(ByteBuffer{1}).error(), VideoError::Broken);
    EXPECT_EQ(decoder.decode(second.bytes).error(), VideoError::NeedsKeyFrame);
    EXPECT_TRUE(decoder.decode(film.next(KeyFrame::Now).bytes));
    EXPECT_TRUE(decoder.decode(film.next().bytes));
}

TEST(Vp8Decoder, FollowsAChangeOfSize) {
    Vp8Decoder decoder;
    ASSERT_TRUE(decoder.decode(Film(small).next().bytes));
    const auto picture = decoder.decode(Film({.width = 320, .height = 240}).next().bytes);
    ASSERT_TRUE(picture && *picture);
    EXPECT_EQ((*picture)->width, 320);
    EXPECT_EQ((*picture)->v.size(), 160U * 120U);
}

TEST(Vp8Decoder, SurvivesFlippedBitsAndCutFrames) {
    Random random(5);
    Film film(small);
    Vp8Decoder decoder;
    for (int i = 0; i < 200; ++i) {
        auto frame = film.next(i % 5 == 0 ? KeyFrame::Now : KeyFrame::WhenNeeded).bytes;
        if (frame.empty()) continue;
        if (random.chance(0.3)) frame.resize(random.below(frame.size()));
        for (int flips = 0; flips < 3 && !frame.empty(); ++flips) {
            frame[random.below(frame.size())] ^= static_cast<std::uint8_t>(random.u16());
        }
        const auto picture = decoder.decode(frame);
        if (!picture || !*picture) continue;
        const auto pixels = static_cast<std::size_t>((*picture)->width * (*picture)->height);
        EXPECT_EQ((*picture)->y.size(), pixels);
    }
}

}  // namespace
}  // namespace salon::codec
