#include "vision/look_at.h"

#include <gmock/gmock.h>

#include "vision/test_pictures.h"

namespace salon::vision {
namespace {

TEST(LookAt, DescribesTheMonaLisa) {
    const auto finder = FaceFinder::open();
    ASSERT_TRUE(finder);
    const auto found = look_at(mona_lisa(), &*finder);
    EXPECT_EQ(found.brightness.word, "dark");
    EXPECT_EQ(found.warmth.word, "warm");
    EXPECT_EQ(found.composition.orientation, Orientation::Portrait);
    EXPECT_FALSE(found.is_monochrome());
    ASSERT_TRUE(found.faces);
    EXPECT_EQ(found.faces->size(), 1U);
}

TEST(LookAt, DescribesTheStarryNight) {
    const auto found = look_at(starry_night());
    EXPECT_EQ(found.warmth.word, "icy");
    EXPECT_EQ(found.busyness.word, "frantic");
    EXPECT_EQ(found.empty_space.word, "crammed");
    EXPECT_EQ(found.palette.dominant(), ColourFamily::Blue);
    EXPECT_EQ(found.faces, std::nullopt);  // Nobody looked for them.
}

TEST(LookAt, DescribesAFieldOfRed) {
    const auto found = look_at(through_jpeg(Picture::filled(640, 480, {255, 0, 0})));
    EXPECT_EQ(found.palette.dominant(), ColourFamily::Red);
    EXPECT_EQ(found.contrast.word, "flat");
    EXPECT_EQ(found.saturation.word, "blazing");
    EXPECT_EQ(found.warmth.word, "fiery");
    EXPECT_EQ(found.symmetry.word, "perfectly symmetrical");
    EXPECT_EQ(found.empty_space.word, "nearly empty");
}

TEST(LookAt, PutsBlackAndWhiteAtTheEndsOfLight) {
    EXPECT_EQ(look_at(Picture::filled(64, 64, {0, 0, 0})).brightness.word, "pitch dark");
    EXPECT_EQ(look_at(Picture::filled(64, 64, {255, 255, 255})).brightness.word, "dazzling");
    auto halves = Picture::filled(64, 64, {0, 0, 0});
    paint(halves, 0, 0, 32, 64, {255, 255, 255});
    EXPECT_EQ(look_at(halves).contrast.word, "stark");
    EXPECT_EQ(look_at(halves).saturation.word, "colourless");
    EXPECT_EQ(look_at(halves).warmth.word, "neither warm nor cool");
    EXPECT_TRUE(look_at(halves).is_monochrome());
}

TEST(LookAt, CallsBlueCoolAndGreenNeither) {
    EXPECT_EQ(look_at(Picture::filled(64, 64, {0, 0, 255})).warmth.word, "icy");
    EXPECT_EQ(look_at(Picture::filled(64, 64, {30, 140, 50})).warmth.word, "neither warm nor cool");
    EXPECT_EQ(look_at(Picture::filled(64, 64, {250, 140, 20})).warmth.word, "fiery");
}

TEST(LookAt, SurvivesPicturesOfEveryShape) {
    const auto finder = FaceFinder::open();
    ASSERT_TRUE(finder);
    for (const auto& [width, height] : {std::pair{1, 1}, {2, 1}, {1, 700}, {3'000, 2}, {25, 25}}) {
        const auto found = look_at(noise(width, height, 1), &*finder);
        EXPECT_FALSE(found.palette.entries.empty());
    }
    EXPECT_TRUE(look_at({}).palette.entries.empty());
}

}  // namespace
}  // namespace salon::vision
