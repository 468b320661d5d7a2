// A rectangle in a picture, and how many overlapping finds become one.
#pragma once

#include <vector>

namespace salon::vision {

/// Units  pixels of the picture
struct Box {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    int right() const { return x + width; }
    int bottom() const { return y + height; }
    friend bool operator==(const Box&, const Box&) = default;
};

/// A box somebody believes in.
struct Find {
    Box box;
    int support = 1;
};

/// Joins finds of the same thing and adds up their support. What has less than `support_min` is
/// chance and is left out, and so is what lies inside something better supported. Largest first.
std::vector<Box> grouped(const std::vector<Find>& finds, int support_min);

}  // namespace salon::vision
