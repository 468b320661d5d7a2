#include "media/picture.h"

#include <algorithm>
#include <cstdlib>

#include <gmock/gmock.h>

#include "media/colours_for_test.h"

namespace salon {
namespace {

using namespace colours;

int distance(Rgb one, Rgb other) {
    int largest = 0;
    for (std::size_t i = 0; i < 3; ++i) largest = std::max(largest, std::abs(one[i] - other[i]));
    return largest;
}

/// Red on the left, blue on the right.
Picture two_halves(int width, int height) {
    auto picture = Picture::filled(width, height, red);
    for (int y = 0; y < height; ++y) {
        for (int x = width / 2; x < width; ++x) {
            std::ranges::copy(
                blue, picture.rgb.begin() + static_cast<std::ptrdiff_t>(picture.offset(x, y)));
        }
    }
    return picture;
}

class EachColour : public testing::TestWithParam<Rgb> {};

TEST_P(EachColour, SurvivesI420) {
    const auto back = to_rgb(to_i420(Picture::filled(16, 8, GetParam())));
    EXPECT_LE(distance(back.at(7, 3), GetParam()), 4);
}

INSTANTIATE_TEST_SUITE_P(Picture, EachColour,
                         testing::Values(red, blue, Rgb{0, 255, 0}, Rgb{255, 255, 255},
                                         Rgb{0, 0, 0}, Rgb{128, 128, 128}, Rgb{200, 120, 40}));

TEST(I420, IsBt601InLimitedRange) {
    const auto picture = to_i420(Picture::filled(2, 2, red));
    EXPECT_NEAR(picture.y[0], 82, 1);
    EXPECT_NEAR(picture.u[0], 90, 1);
    EXPECT_NEAR(picture.v[0], 240, 1);
    EXPECT_EQ(to_rgb(I420Picture::black(2, 2)).at(1, 1), (Rgb{0, 0, 0}));
}

TEST(I420, RoundsOddSidesUp) {
    const auto picture = to_i420(two_halves(7, 5));
    EXPECT_EQ(picture.u.size(), 4U * 3U);
    const auto back = to_rgb(picture);
    EXPECT_EQ(back.rgb.size(), 7U * 5U * 3U);
    EXPECT_LE(distance(back.at(0, 4), red), 4);
    EXPECT_LE(distance(back.at(6, 4), blue), 4);
}

TEST(Scaled, TakesTheMeanOfWhatAPixelCovers) {
    const auto one = scaled(two_halves(64, 48), 1, 1);
    EXPECT_LE(distance(one.at(0, 0), {128, 0, 128}), 1);
    const auto three = scaled(two_halves(64, 48), 3, 2);
    EXPECT_EQ(three.at(0, 1), red);
    EXPECT_LE(distance(three.at(1, 0), {128, 0, 128}), 1);
    EXPECT_EQ(three.at(2, 1), blue);
}

TEST(Scaled, EnlargesToo) {
    const auto large = scaled(two_halves(2, 1), 101, 7);
    EXPECT_EQ(large.at(0, 0), red);
    EXPECT_EQ(large.at(100, 6), blue);
}

TEST(FitWithin, KeepsProportionsAndLeavesSmallPicturesAlone) {
    EXPECT_EQ(fit_within(two_halves(640, 480), 320).width, 320);
    EXPECT_EQ(fit_within(two_halves(640, 480), 320).height, 240);
    EXPECT_EQ(fit_within(two_halves(480, 640), 320).width, 240);
    EXPECT_EQ(fit_within(two_halves(320, 200), 320).rgb, two_halves(320, 200).rgb);
    EXPECT_EQ(fit_within(two_halves(5'000, 2), 100).height, 1);
}

}  // namespace
}  // namespace salon
