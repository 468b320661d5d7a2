#include "media/draw.h"

#include <algorithm>
#include <cmath>

#include "media/letters.h"

namespace salon {
namespace {

/// From left to right (exclusive) and from top to bottom, cut at the picture's edges.
void fill(Picture& picture, int left, int top, int right, int bottom, Rgb colour) {
    left = std::max(left, 0);
    right = std::min(right, picture.width);
    for (int y = std::max(top, 0); y < std::min(bottom, picture.height); ++y) {
        for (int x = left; x < right; ++x) {
            std::ranges::copy(colour, picture.rgb.data() + picture.offset(x, y));
        }
    }
}

int rounded(float value, int limit) {
    // Far outside is outside: the cast of what is no int would be undefined.
    const auto reach = static_cast<float>(limit) + 1;
    return static_cast<int>(std::lround(std::clamp(value, -reach, reach)));
}

const auto& columns_of(char letter) {
    const auto index = static_cast<std::size_t>(static_cast<unsigned char>(letter)) - ' ';
    return letters[index < letters.size() ? index : '?' - ' '];
}

}  // namespace

void draw_box(Picture& picture, const Box& box, Rgb colour, int line) {
    const int left = rounded(box.x, picture.width);
    const int top = rounded(box.y, picture.height);
    const int right = rounded(box.right(), picture.width);
    const int bottom = rounded(box.bottom(), picture.height);
    fill(picture, left, top, right, std::min(top + line, bottom), colour);
    fill(picture, left, std::max(bottom - line, top), right, bottom, colour);
    fill(picture, left, top, std::min(left + line, right), bottom, colour);
    fill(picture, std::max(right - line, left), top, right, bottom, colour);
}

void draw_text(Picture& picture, int x, int y, std::string_view text, Rgb ink, Rgb paper,
               int size) {
    const int step = (letter_columns + 1) * size;
    const int width = static_cast<int>(text.size()) * step + size;
    const int height = (letter_rows + 2) * size;
    x = std::max(0, std::min(x, picture.width - width));
    y = std::max(0, std::min(y, picture.height - height));
    fill(picture, x, y, x + width, y + height, paper);
    for (const char letter : text) {
        int left = x + size;
        for (const auto column : columns_of(letter)) {
            for (int row = 0; row < letter_rows; ++row) {
                if ((column >> row & 1) == 0) continue;
                const int top = y + (row + 1) * size;
                fill(picture, left, top, left + size, top + size, ink);
            }
            left += size;
        }
        x += step;
    }
}

}  // namespace salon
