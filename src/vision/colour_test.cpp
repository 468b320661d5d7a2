#include "vision/colour.h"

#include <gmock/gmock.h>

#include "vision/test_pictures.h"

namespace salon::vision {
namespace {

TEST(Lab, HasThePlacesThatCieGives) {  // Published values of sRGB's corners, D65.
    const auto red = to_lab({255, 0, 0});
    EXPECT_NEAR(red.l, 53.24, 0.05);
    EXPECT_NEAR(red.a, 80.09, 0.05);
    EXPECT_NEAR(red.b, 67.20, 0.05);
    const auto blue = to_lab({0, 0, 255});
    EXPECT_NEAR(blue.l, 32.30, 0.05);
    EXPECT_NEAR(blue.a, 79.19, 0.05);
    EXPECT_NEAR(blue.b, -107.86, 0.05);
    EXPECT_NEAR(to_lab({255, 255, 255}).l, 100, 0.01);
    EXPECT_NEAR(to_lab({255, 255, 255}).chroma(), 0, 0.05);
    EXPECT_NEAR(to_lab({0, 0, 0}).l, 0, 0.01);
}

TEST(DeltaE, IsSmallForLikeColoursAndLargeForOthers) {
    EXPECT_EQ(delta_e(Rgb{10, 20, 30}, Rgb{10, 20, 30}), 0);
    EXPECT_LT(delta_e(Rgb{200, 40, 40}, Rgb{203, 41, 40}), 2);
    EXPECT_NEAR(delta_e(Rgb{255, 0, 0}, Rgb{0, 0, 255}), 176.3, 0.2);
}

TEST(DeltaE, JpegKeepsPureRedWithinFive) {
    constexpr Rgb red{255, 0, 0};
    const auto back = decode_image(encode_jpeg(Picture::filled(640, 480, red))).value();
    EXPECT_LT(delta_e(scaled(back, 1, 1).at(0, 0), red), 5);
    const auto through_camera = to_rgb(to_i420(back));
    EXPECT_LT(delta_e(scaled(through_camera, 1, 1).at(0, 0), red), 5);
}

TEST(NameOf, KnowsEverydayColours) {
    const auto family = [](Rgb rgb) { return to_string(name_of(rgb).family); };
    EXPECT_EQ(family({255, 0, 0}), "red");
    EXPECT_EQ(family({130, 0, 0}), "red");
    EXPECT_EQ(family({255, 128, 0}), "orange");
    EXPECT_EQ(family({255, 255, 0}), "yellow");
    EXPECT_EQ(family({0, 255, 0}), "green");
    EXPECT_EQ(family({0, 100, 0}), "green");
    EXPECT_EQ(family({0, 0, 255}), "blue");
    EXPECT_EQ(family({0, 0, 110}), "blue");
    EXPECT_EQ(family({0, 200, 220}), "blue");
    EXPECT_EQ(family({128, 0, 128}), "purple");
    EXPECT_EQ(family({255, 105, 180}), "pink");
    EXPECT_EQ(family({139, 69, 19}), "brown");
    EXPECT_EQ(family({0, 0, 0}), "black");
    EXPECT_EQ(family({255, 255, 255}), "white");
    EXPECT_EQ(family({128, 128, 128}), "grey");
    EXPECT_EQ(family({70, 70, 70}), "grey");
}

TEST(NameOf, KeepsAFamilyFromLightToDark) {
    const auto family = [](double red, double green, double blue) {
        const auto byte = [](double value) { return static_cast<std::uint8_t>(value); };
        return name_of(Rgb{byte(red), byte(green), byte(blue)}).family;
    };
    for (double light = 90; light <= 255; light += 5) {
        EXPECT_EQ(family(light, light / 20, light / 20), ColourFamily::Red) << light;
        EXPECT_EQ(family(light / 20, light * 0.9, light / 8), ColourFamily::Green) << light;
        EXPECT_EQ(family(light / 20, light / 5, light), ColourFamily::Blue) << light;
    }
}

TEST(NameOf, GivesPaintersNames) {
    EXPECT_EQ(name_of(Rgb{220, 20, 60}).name, "crimson");
    EXPECT_EQ(name_of(Rgb{0, 0, 128}).family, ColourFamily::Blue);
    EXPECT_EQ(name_of(Rgb{25, 30, 90}).name, "navy");
    EXPECT_EQ(name_of(Rgb{190, 138, 58}).name, "ochre");
}

TEST(NameOf, CallsEveryGreyBlackGreyOrWhite) {
    for (int level = 0; level < 256; ++level) {
        const auto value = static_cast<std::uint8_t>(level);
        EXPECT_FALSE(is_chromatic(name_of(Rgb{value, value, value}).family)) << level;
    }
}

}  // namespace
}  // namespace salon::vision
