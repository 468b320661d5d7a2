#include "vision/composition.h"

#include <gmock/gmock.h>

#include "vision/test_pictures.h"

namespace salon::vision {
namespace {

Composition composition(const Picture& picture) { return composition_of(study_of(picture)); }

Picture sheet() { return Picture::filled(240, 180, {230, 230, 225}); }

/// An empty sheet with one blot whose centre is at (x, y).
Picture blot(double x, double y) {
    auto picture = sheet();
    paint(picture, static_cast<int>(x * 240) - 15, static_cast<int>(y * 180) - 15, 30, 30,
          {160, 20, 20});
    return picture;
}

TEST(Composition, LooksWhereTheOnlyThingIs) {
    const auto found = composition(blot(0.2, 0.75));
    EXPECT_NEAR(found.eye_x, 0.2, 0.05);
    EXPECT_NEAR(found.eye_y, 0.75, 0.05);
    EXPECT_EQ(found.across, Across::Left);
    EXPECT_EQ(found.down, Down::Lower);
    EXPECT_FALSE(found.on_a_third);
    EXPECT_EQ(composition(blot(0.8, 0.2)).across, Across::Right);
    EXPECT_EQ(composition(blot(0.8, 0.2)).down, Down::Upper);
}

TEST(Composition, KnowsTheThirds) {
    EXPECT_TRUE(composition(blot(0.34, 0.66)).on_a_third);
    EXPECT_TRUE(composition(blot(0.65, 0.33)).on_a_third);
    EXPECT_FALSE(composition(blot(0.5, 0.5)).on_a_third);
    EXPECT_FALSE(composition(blot(0.34, 0.5)).on_a_third);
}

TEST(Composition, RestsInTheMiddleOfNothing) {
    const auto found = composition(sheet());
    EXPECT_EQ(found.eye_x, 0.5);
    EXPECT_EQ(found.across, Across::Centre);
    EXPECT_EQ(found.down, Down::Middle);
    EXPECT_EQ(found.busyness, 0);
    EXPECT_EQ(found.empty_space, 1);
}

TEST(Composition, MirrorsMeasureSymmetry) {
    auto faces = starry_night();
    const auto half = mirrored(faces);
    for (int y = 0; y < faces.height; ++y) {
        for (int x = faces.width / 2; x < faces.width; ++x) {
            paint(faces, x, y, 1, 1, half.at(x, y));
        }
    }
    EXPECT_GT(composition(faces).mirror_left_right, 0.97);
    EXPECT_LT(composition(faces).mirror_top_bottom, 0.4);
    EXPECT_LT(composition(starry_night()).mirror_left_right, 0.4);
    EXPECT_EQ(composition(sheet()).mirror_left_right, 1);
    EXPECT_EQ(composition(sheet()).mirror_top_bottom, 1);
}

TEST(Composition, TellsBusyFromCalm) {
    const auto noisy = composition(noise(100, 100, 3));
    EXPECT_GT(noisy.busyness, 0.95);
    EXPECT_EQ(noisy.empty_space, 0);
    const auto calm = composition(blot(0.3, 0.3));
    EXPECT_LT(calm.busyness, 0.1);
    EXPECT_GT(calm.empty_space, 0.7);
    EXPECT_GT(composition(starry_night()).busyness, composition(mona_lisa()).busyness);
}

TEST(Composition, DoesNotTakeJpegNoiseForDetail) {
    EXPECT_LT(composition(through_jpeg(sheet())).busyness, 0.01);
    EXPECT_GT(composition(through_jpeg(sheet())).empty_space, 0.99);
}

TEST(Composition, NamesTheFormat) {
    const auto format = [](int width, int height) {
        return composition(Picture::filled(width, height, {}));
    };
    EXPECT_EQ(format(300, 300).orientation, Orientation::Square);
    EXPECT_EQ(format(310, 300).format, "square");
    EXPECT_EQ(format(322, 500).orientation, Orientation::Portrait);
    EXPECT_EQ(format(322, 500).format, "tall");
    EXPECT_EQ(format(640, 480).orientation, Orientation::Landscape);
    EXPECT_EQ(format(640, 480).format, "wide");
    EXPECT_EQ(format(900, 300).format, "panoramic");
    EXPECT_EQ(format(100, 900).format, "as narrow as a scroll");
    EXPECT_EQ(format(5'000, 1).format, "panoramic");
}

}  // namespace
}  // namespace salon::vision
