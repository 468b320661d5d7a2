#include "media/draw.h"

#include <gmock/gmock.h>

#include "media/colours_for_test.h"

namespace salon {
namespace {

using namespace colours;

/// One letter for each pixel: '.' for black, '#' for white, 'r' for red.
std::vector<std::string> rows(const Picture& picture) {
    std::vector<std::string> all;
    for (int y = 0; y < picture.height; ++y) {
        all.emplace_back();
        for (int x = 0; x < picture.width; ++x) {
            const auto pixel = picture.at(x, y);
            all.back() += pixel == black ? '.' : pixel == white ? '#' : 'r';
        }
    }
    return all;
}

TEST(DrawBox, DrawsTheOutlineInside) {
    auto picture = Picture::filled(6, 5, black);
    draw_box(picture, {1, 1, 4, 3}, white, 1);
    EXPECT_THAT(rows(picture),
                testing::ElementsAre("......", ".####.", ".#..#.", ".####.", "......"));
}

TEST(DrawBox, LeavesOutWhatLiesBeyondThePicture) {
    auto picture = Picture::filled(3, 3, black);
    draw_box(picture, {-5, -5, 7, 7}, white, 1);
    EXPECT_THAT(rows(picture), testing::ElementsAre(".#.", "##.", "..."));
    draw_box(picture, {1e30F, 0, 1e30F, 1}, white, 1);
    draw_box(picture, {-1e30F, -1e30F, 2e30F, 2e30F}, white, 1);
    EXPECT_THAT(rows(picture), testing::ElementsAre(".#.", "##.", "..."));
}

TEST(DrawText, WritesLettersOnABar) {
    auto picture = Picture::filled(8, 10, black);
    draw_text(picture, 0, 0, "L", red, white, 1);
    EXPECT_THAT(rows(picture),
                testing::ElementsAre("#######.", "#r#####.", "#r#####.", "#r#####.", "#r#####.",
                                     "#r#####.", "#r#####.", "#rrrrr#.", "#######.", "........"));
}

TEST(DrawText, MovesIntoThePicture) {
    auto beside = Picture::filled(7, 9, black);
    draw_text(beside, 100, -100, "L", red, white, 1);
    auto inside = Picture::filled(7, 9, black);
    draw_text(inside, 0, 0, "L", red, white, 1);
    EXPECT_EQ(rows(beside), rows(inside));
}

TEST(DrawText, SurvivesAnyBytesAndAnySize) {
    auto picture = Picture::filled(2, 2, black);
    draw_text(picture, 0, 0, "\xff\x01 longer than the picture", red, white, 1);
    EXPECT_EQ(picture.at(0, 0), white);
}

}  // namespace
}  // namespace salon
