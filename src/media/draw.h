// Marks on pictures: boxes and words, as a detector puts them there.
#pragma once

#include <string_view>

#include "media/box.h"
#include "media/picture.h"

namespace salon {

/// The outline of `box`, its lines inside; what lies beyond the picture is left out.
///
/// Thread  any; does not block
void draw_box(Picture& picture, const Box& box, Rgb colour, int line = 3);

/// `text` in `ink` on a bar of `paper`, whose top left corner is at x, y; moved so that it stays in
/// the picture where it has the room. Letters are ASCII, others become question marks.
///
/// Units   `size` is the side of a letter's dot in pixels; a letter has 5 x 7 of them
/// Thread  any; does not block
void draw_text(Picture& picture, int x, int y, std::string_view text, Rgb ink, Rgb paper,
               int size = 2);

}  // namespace salon
