// A rectangle in a picture.
#pragma once

namespace salon {

/// Units  pixels of the picture, from its top left corner; parts of a pixel count
struct Box {
    float x = 0;
    float y = 0;
    float width = 0;
    float height = 0;

    float right() const { return x + width; }
    float bottom() const { return y + height; }
    float area() const { return width * height; }
    friend bool operator==(const Box&, const Box&) = default;
};

/// How much of what two boxes cover both of them cover: 1 for the same box, 0 for boxes apart.
///
/// Thread  any; does not block
float overlap(const Box& one, const Box& other);

}  // namespace salon
