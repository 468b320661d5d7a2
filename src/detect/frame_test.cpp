#include "detect/frame.h"

#include <gmock/gmock.h>

namespace salon::detect {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;

constexpr Rgb red{255, 51, 0};

TEST(Framed, AWidePictureGetsBarsAboveAndBelow) {
    const auto frame = framed(Picture::filled(8, 4, red), {.width = 4, .height = 4, .bar = 102});
    ASSERT_THAT(frame.tensor, SizeIs(3 * 16));
    const auto row = [&](int plane, int y) {
        const auto* first = frame.tensor.data() + 16 * plane + 4 * y;
        return std::vector<float>(first, first + 4);
    };
    EXPECT_THAT(row(0, 0), Each(0.4F));
    EXPECT_THAT(row(0, 1), Each(1.0F));
    EXPECT_THAT(row(0, 2), Each(1.0F));
    EXPECT_THAT(row(0, 3), Each(0.4F));
    EXPECT_THAT(row(1, 1), Each(0.2F));
    EXPECT_THAT(row(2, 1), Each(0.0F));
}

TEST(Framed, BoxesComeBackThroughTheBars) {
    const auto frame = framed(Picture::filled(8, 4, red), {.width = 4, .height = 4});
    EXPECT_EQ(frame.place.back({1, 1, 2, 2}), (Box{2, 0, 4, 4}));
}

TEST(Framed, BoxesAreCutAtTheEdgeOfThePicture) {
    const auto frame = framed(Picture::filled(8, 4, red), {.width = 4, .height = 4});
    EXPECT_EQ(frame.place.back({-10, -10, 100, 100}), (Box{0, 0, 8, 4}));
}

TEST(Framed, StretchedPicturesHaveNoBarsAndTwoScales) {
    const Recipe recipe{.width = 4, .height = 4, .fit = Fit::Stretch};
    const auto frame = framed(Picture::filled(8, 2, {255, 255, 255}), recipe);
    EXPECT_THAT(frame.tensor, Each(1.0F));
    EXPECT_EQ(frame.place.back({1, 1, 2, 2}), (Box{2, 0.5F, 4, 1}));
}

TEST(Framed, BlueComesFirstAndEachPlaneHasItsOwnMean) {
    const Recipe recipe{
        .width = 1, .height = 1, .order = Order::Bgr, .mean = {10, 20, 30}, .spread = {1, 2, 3}};
    const auto frame = framed(Picture::filled(1, 1, {33, 24, 11}), recipe);
    EXPECT_THAT(frame.tensor, ElementsAre(1.0F, 2.0F, 1.0F));
}

}  // namespace
}  // namespace salon::detect
