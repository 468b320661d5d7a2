#include "media/picture.h"

#include <algorithm>

#include <libyuv.h>

#include "base/check.h"

namespace salon {

namespace {

// libyuv names formats by their order in a little-endian word: its RAW is red, green, blue in
// memory, its RGB24 is blue first.

void check_shape(const Picture& picture) {
    check(picture.width > 0 && picture.height > 0 && picture.rgb.size() == 3 * picture.pixels());
}

I420Picture with_planes(int width, int height) {
    check(width > 0 && height > 0);
    I420Picture picture{.width = width, .height = height, .y = {}, .u = {}, .v = {}};
    const auto chroma = static_cast<std::size_t>(picture.chroma_width()) *
                        static_cast<std::size_t>(picture.chroma_height());
    picture.y.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    picture.u.resize(chroma);
    picture.v.resize(chroma);
    return picture;
}

}  // namespace

Picture Picture::filled(int width, int height, Rgb colour) {
    Picture picture{.width = width, .height = height, .rgb = {}};
    picture.rgb.reserve(3 * picture.pixels());
    for (std::size_t i = 0; i < picture.pixels(); ++i) {
        picture.rgb.insert(picture.rgb.end(), colour.begin(), colour.end());
    }
    return picture;
}

I420Picture I420Picture::black(int width, int height) {
    auto picture = with_planes(width, height);
    std::ranges::fill(picture.y, std::uint8_t{16});  // Limited range: 16 is black, 235 is white.
    std::ranges::fill(picture.u, std::uint8_t{128});
    std::ranges::fill(picture.v, std::uint8_t{128});
    return picture;
}

Picture to_rgb(const I420Picture& from) {
    const auto chroma = static_cast<std::size_t>(from.chroma_width()) *
                        static_cast<std::size_t>(from.chroma_height());
    check(from.u.size() == chroma && from.v.size() == chroma);
    Picture picture{.width = from.width, .height = from.height, .rgb = {}};
    check(from.width > 0 && from.height > 0 && from.y.size() == picture.pixels());
    picture.rgb.resize(3 * picture.pixels());
    libyuv::I420ToRAW(from.y.data(), from.width, from.u.data(), from.chroma_width(), from.v.data(),
                      from.chroma_width(), picture.rgb.data(), 3 * from.width, from.width,
                      from.height);
    return picture;
}

I420Picture to_i420(const Picture& from) {
    check_shape(from);
    auto picture = with_planes(from.width, from.height);
    libyuv::RAWToI420(from.rgb.data(), 3 * from.width, picture.y.data(), from.width,
                      picture.u.data(), picture.chroma_width(), picture.v.data(),
                      picture.chroma_width(), from.width, from.height);
    return picture;
}

Picture fit_within(const Picture& picture, int side_max) {
    check_shape(picture);
    check(side_max > 0);
    const int side = std::max(picture.width, picture.height);
    if (side <= side_max) return picture;
    const auto shorter = [&](int length) {
        return std::max<int>(1, static_cast<int>(std::int64_t{length} * side_max / side));
    };
    return scaled(picture, shorter(picture.width), shorter(picture.height));
}

}  // namespace salon
