#include "vision/palette.h"

#include <set>

#include <gmock/gmock.h>

#include "vision/test_pictures.h"
#include "vision/tone.h"

namespace salon::vision {
namespace {

Palette palette(const Picture& picture) { return palette_of(study_of(picture)); }
Tone tone(const Picture& picture) { return tone_of(study_of(picture)); }

/// Three quarters red, the rest white, blue and a speck of green.
Picture flag() {
    auto picture = Picture::filled(400, 300, {210, 20, 30});
    paint(picture, 0, 0, 400, 50, {255, 255, 255});
    paint(picture, 0, 270, 400, 30, {20, 60, 200});
    paint(picture, 200, 150, 10, 10, {20, 160, 60});
    return picture;
}

TEST(Palette, NamesColoursWithTheirShares) {
    const auto found = palette(flag());
    ASSERT_EQ(found.entries.size(), 3U);
    EXPECT_EQ(found.entries[0].family, ColourFamily::Red);
    EXPECT_NEAR(found.entries[0].share, 0.73, 0.02);
    EXPECT_LT(delta_e(found.entries[0].rgb, Rgb{210, 20, 30}), 5);
    EXPECT_EQ(found.entries[1].family, ColourFamily::White);
    EXPECT_NEAR(found.entries[1].share, 0.167, 0.02);
    EXPECT_EQ(found.entries[2].family, ColourFamily::Blue);
    EXPECT_EQ(found.dominant(), ColourFamily::Red);
    EXPECT_EQ(found.dominant_colour(), ColourFamily::Red);
    EXPECT_NEAR(found.share_of(ColourFamily::Blue), 0.1, 0.02);
}

TEST(Palette, IsOneEntryForOneColour) {
    const auto found = palette(Picture::filled(64, 64, {0, 0, 255}));
    ASSERT_EQ(found.entries.size(), 1U);
    EXPECT_EQ(found.entries[0].share, 1);
    EXPECT_FALSE(found.monochrome);
}

TEST(Palette, LooksPastBlackForTheColour) {
    auto picture = Picture::filled(100, 100, {0, 0, 0});
    paint(picture, 0, 0, 100, 20, {230, 30, 30});
    EXPECT_EQ(palette(picture).dominant(), ColourFamily::Black);
    EXPECT_EQ(palette(picture).dominant_colour(), ColourFamily::Red);
}

TEST(Palette, SeesWhatPaintersUsed) {
    const auto lisa = palette(mona_lisa());
    EXPECT_EQ(lisa.dominant_colour(), ColourFamily::Brown);
    EXPECT_FALSE(lisa.monochrome);
    const auto night = palette(starry_night());
    EXPECT_EQ(night.dominant(), ColourFamily::Blue);
    EXPECT_GE(night.entries.size(), 4U);
    EXPECT_LE(night.entries.size(), 6U);
    std::set<std::string_view> names;
    double sum = 0;
    for (const auto& entry : night.entries) {
        names.insert(entry.name);
        sum += entry.share;
    }
    EXPECT_EQ(names.size(), night.entries.size());
    EXPECT_GT(sum, 0.85);
    EXPECT_LE(sum, 1.0001);
}

TEST(Palette, GivesAPhotographWithoutColoursGreysOnly) {
    const auto found = palette(through_jpeg(black_and_white(starry_night())));
    EXPECT_TRUE(found.monochrome);
    EXPECT_EQ(found.dominant_colour(), std::nullopt);
    for (const auto& entry : found.entries) EXPECT_FALSE(is_chromatic(entry.family));
}

TEST(Palette, OfNothingIsEmpty) { EXPECT_TRUE(palette({}).entries.empty()); }

TEST(Tone, FindsNoColourInBlackAndWhiteOrSepia) {
    for (const auto& picture : {mona_lisa(), starry_night()}) {
        EXPECT_EQ(tone(through_jpeg(black_and_white(picture))), Tone::Greys);
        EXPECT_EQ(tone(through_jpeg(sepia(picture))), Tone::Sepia);
        EXPECT_EQ(tone(through_jpeg(picture)), Tone::Colours);
    }
}

TEST(Tone, SeesTheColoursOfADarkPainting) {
    for (const auto& picture : {mona_lisa(), starry_night()}) {
        const auto dark = turned(picture, [](Rgb c) {
            return Rgb{static_cast<std::uint8_t>(c[0] / 4), static_cast<std::uint8_t>(c[1] / 4),
                       static_cast<std::uint8_t>(c[2] / 4)};
        });
        EXPECT_EQ(tone(through_jpeg(dark)), Tone::Colours);
    }
}

TEST(Tone, SeesOneRedCoatInAGreyCrowd) {
    auto picture = black_and_white(starry_night());
    paint(picture, 300, 200, 60, 120, {200, 20, 20});
    EXPECT_EQ(tone(picture), Tone::Colours);
}

TEST(Tone, TakesABrownWallForColour) {
    EXPECT_EQ(tone(Picture::filled(64, 64, {150, 120, 90})), Tone::Colours);
}

}  // namespace
}  // namespace salon::vision
