#include "critic/eyes.h"

#include <gtest/gtest.h>

#include "media/image_file.h"

namespace salon::critic {
namespace {

constexpr Rgb red{200, 10, 20};
constexpr Rgb blue{10, 30, 200};

ByteBuffer jpeg_of(Rgb colour) { return encode_jpeg(Picture::filled(64, 48, colour)); }

std::optional<vision::ColourFamily> colour_of(const std::optional<Seen>& seen) {
    return seen ? seen->findings.palette.dominant_colour() : std::nullopt;
}

TEST(EyesTest, SeeTheNewestArtworkAndTheNewestCameraPicture) {
    Eyes eyes;
    eyes.show_artwork(jpeg_of(blue));
    eyes.show_artwork(jpeg_of(red));
    eyes.show_camera(jpeg_of(blue));
    const auto sight = looked_at(eyes.view(), nullptr).sight();
    EXPECT_EQ(colour_of(sight.artwork), vision::ColourFamily::Red);
    EXPECT_EQ(colour_of(sight.camera), vision::ColourFamily::Blue);
}

TEST(EyesTest, LookOnceAtEachPicture) {
    Eyes eyes;
    eyes.show_artwork(jpeg_of(red));
    EXPECT_FALSE(eyes.view().artwork->looked);
    eyes.remember(looked_at(eyes.view(), nullptr));
    EXPECT_TRUE(eyes.view().artwork->looked);
    eyes.show_artwork(jpeg_of(red));
    EXPECT_TRUE(eyes.view().artwork->looked);
    eyes.show_artwork(jpeg_of(blue));
    EXPECT_FALSE(eyes.view().artwork->looked);
}

TEST(EyesTest, ANewerPictureIsNotTakenForTheOneLookedAt) {
    Eyes eyes;
    eyes.show_artwork(jpeg_of(red));
    const auto looked = looked_at(eyes.view(), nullptr);
    eyes.show_artwork(jpeg_of(blue));
    eyes.remember(looked);
    EXPECT_EQ(colour_of(looked_at(eyes.view(), nullptr).sight().artwork),
              vision::ColourFamily::Blue);
}

TEST(EyesTest, AFileThatIsNoPictureIsNotSeen) {
    Eyes eyes;
    eyes.show_artwork(to_buffer(as_bytes("this is no picture")));
    const auto looked = looked_at(eyes.view(), nullptr);
    EXPECT_FALSE(looked.sight().artwork.has_value());
    EXPECT_TRUE(looked.artwork->looked);
}

TEST(EyesTest, NothingShownIsNothingSeen) {
    const auto sight = looked_at(Eyes().view(), nullptr).sight();
    EXPECT_FALSE(sight.artwork.has_value());
    EXPECT_FALSE(sight.camera.has_value());
}

}  // namespace
}  // namespace salon::critic
