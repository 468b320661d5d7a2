#include "vision/face_finder.h"

#include <gmock/gmock.h>

#include "vision/test_pictures.h"

namespace salon::vision {
namespace {

using testing::IsEmpty;

const FaceFinder& finder() {
    static const auto found = FaceFinder::open();
    EXPECT_TRUE(found) << "the package opencv-data is missing";
    return *found;
}

MATCHER(FramesLisasFace, "") {  // On the picture of 322 by 500.
    return std::abs(arg.x + arg.width / 2 - 147) < 15 &&
           std::abs(arg.y + arg.height / 2 - 119) < 15 && arg.width > 80 && arg.width < 125;
}

TEST(FaceFinder, FindsOneFaceInTheMonaLisa) {
    const auto faces = finder().find(mona_lisa());
    ASSERT_EQ(faces.size(), 1U);
    EXPECT_THAT(faces[0], FramesLisasFace());
}

TEST(FaceFinder, FindsItInAPoorCopyAMirrorAndOtherSizes) {
    const auto lisa = mona_lisa();
    EXPECT_EQ(finder().find(through_jpeg(lisa)).size(), 1U);
    EXPECT_EQ(finder().find(black_and_white(lisa)).size(), 1U);
    EXPECT_EQ(finder().find(mirrored(lisa)).size(), 1U);
    EXPECT_EQ(finder().find(scaled(lisa, 161, 250)).size(), 1U);
    EXPECT_EQ(finder().find(scaled(lisa, 966, 1500)).size(), 1U);
}

TEST(FaceFinder, FindsItHeldToACamera) {
    const auto print = scaled(mona_lisa(), 193, 300);
    auto room = Picture::filled(640, 480, {120, 130, 140});
    for (int y = 0; y < print.height; ++y) {
        for (int x = 0; x < print.width; ++x) paint(room, 300 + x, 100 + y, 1, 1, print.at(x, y));
    }
    const auto faces = finder().find(room);
    ASSERT_EQ(faces.size(), 1U);
    EXPECT_NEAR(faces[0].x + faces[0].width / 2, 300 + 88, 15);
}

TEST(FaceFinder, FindsNoneWhereNoneIs) {
    EXPECT_THAT(finder().find(starry_night()), IsEmpty());
    EXPECT_THAT(finder().find(mirrored(starry_night())), IsEmpty());
    EXPECT_THAT(finder().find(scaled(starry_night(), 376, 300)), IsEmpty());
    for (const Rgb colour : {Rgb{255, 0, 0}, Rgb{0, 0, 255}, Rgb{128, 128, 128}, Rgb{0, 0, 0}}) {
        EXPECT_THAT(finder().find(Picture::filled(640, 480, colour)), IsEmpty());
    }
    EXPECT_THAT(finder().find(noise(320, 240, 9)), IsEmpty());
    EXPECT_THAT(finder().find(Picture::filled(10, 10, {})), IsEmpty());
    EXPECT_THAT(finder().find({}), IsEmpty());
}

TEST(FaceFinder, SaysThatItsFileIsMissing) {
    const auto missing = FaceFinder::open("/nowhere/cascade.xml");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error(), CascadeError::NoFile);
}

TEST(Grouped, JoinsWhatAgreesAndDropsTheRest) {
    const std::vector<Find> finds{{.box = {10, 10, 50, 50}, .support = 4},
                                  {.box = {12, 9, 50, 50}, .support = 4},
                                  {.box = {14, 11, 50, 50}, .support = 1},
                                  {.box = {200, 10, 40, 40}, .support = 8}};
    EXPECT_THAT(grouped(finds, 9), testing::ElementsAre(Box{12, 10, 50, 50}));
    EXPECT_THAT(grouped(finds, 8), testing::ElementsAre(Box{12, 10, 50, 50}, Box{200, 10, 40, 40}));
    EXPECT_THAT(grouped(finds, 10), IsEmpty());
}

TEST(Grouped, LeavesOutWhatLiesInsideABetterFind) {
    const std::vector<Find> finds{{.box = {0, 0, 100, 100}, .support = 30},
                                  {.box = {30, 30, 30, 30}, .support = 20}};
    EXPECT_THAT(grouped(finds, 10), testing::ElementsAre(Box{0, 0, 100, 100}));
}

}  // namespace
}  // namespace salon::vision
