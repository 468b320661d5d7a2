// Pictures as values: RGB for files, models and measurements, I420 for video codecs. Between them
// stands BT.601 limited range, which is what browsers' cameras send in VP8.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.h"

namespace salon {

using Rgb = std::array<std::uint8_t, 3>;  ///< Red, green, blue.

/// Shape   rows from the top, pixels from the left, three bytes each: red, green, blue; no padding
struct Picture {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;

    /// A picture of one colour.
    static Picture filled(int width, int height, Rgb colour);

    bool empty() const { return rgb.empty(); }
    std::size_t pixels() const {
        return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    }
    std::size_t offset(int x, int y) const {
        return 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                    static_cast<std::size_t>(x));
    }
    Rgb at(int x, int y) const {
        const auto* pixel = rgb.data() + offset(x, y);
        return {pixel[0], pixel[1], pixel[2]};
    }
};

/// Shape   three planes without padding; u and v have half the side, rounded up
struct I420Picture {
    int width = 0;
    int height = 0;
    ByteBuffer y;
    ByteBuffer u;
    ByteBuffer v;

    /// Black, with planes of the right size.
    static I420Picture black(int width, int height);

    int chroma_width() const { return (width + 1) / 2; }
    int chroma_height() const { return (height + 1) / 2; }
};

/// Thread  any; does not block (0.1 ms for 640x480)
Picture to_rgb(const I420Picture& picture);
/// Thread  any; does not block (0.1 ms for 640x480)
I420Picture to_i420(const Picture& picture);

/// `picture` at another size, each new pixel the mean of what it covers.
///
/// Thread  any; does not block (pool for pictures from files)
Picture scaled(const Picture& picture, int width, int height);

/// `picture` made smaller, in proportion, until no side is longer than `side_max`. Small ones stay.
///
/// Thread  as `scaled`
Picture fit_within(const Picture& picture, int side_max);

}  // namespace salon
