// Pictures that the tests of this module share.
#pragma once

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "base/random.h"
#include "media/image_file.h"

namespace salon::vision {

/// One of the page's example pictures.
inline Picture example(const std::string& name) {
    std::ifstream file(SALON_TEST_DATA "/../../apps/art_critic/pictures/" + name, std::ios::binary);
    const ByteBuffer bytes{std::istreambuf_iterator<char>(file), {}};
    auto picture = decode_image(bytes);
    EXPECT_TRUE(picture) << name;
    return picture.value_or(Picture{});
}

inline Picture mona_lisa() { return example("mona_lisa.jpg"); }
inline Picture starry_night() { return example("starry_night.jpg"); }

/// `picture` with each pixel turned into another one.
template <class Turn>
Picture turned(Picture picture, Turn turn) {
    for (std::size_t i = 0; i < picture.rgb.size(); i += 3) {
        const Rgb pixel = turn(Rgb{picture.rgb[i], picture.rgb[i + 1], picture.rgb[i + 2]});
        std::ranges::copy(pixel, picture.rgb.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return picture;
}

inline Picture black_and_white(const Picture& picture) {
    return turned(picture, [](Rgb c) {
        const auto grey = static_cast<std::uint8_t>((77 * c[0] + 150 * c[1] + 29 * c[2]) >> 8);
        return Rgb{grey, grey, grey};
    });
}

inline Picture sepia(const Picture& picture) {
    return turned(black_and_white(picture), [](Rgb c) {
        return Rgb{static_cast<std::uint8_t>(c[0] * 9 / 10 + 25),
                   static_cast<std::uint8_t>(c[0] * 8 / 10 + 18),
                   static_cast<std::uint8_t>(c[0] * 6 / 10 + 10)};
    });
}

/// As a camera or the web would hand it over: JPEG of poor quality, with its noise.
inline Picture through_jpeg(const Picture& picture) {
    return decode_image(encode_jpeg(picture, 35)).value();
}

inline void paint(Picture& picture, int left, int top, int width, int height, Rgb colour) {
    for (int y = top; y < top + height; ++y) {
        for (int x = left; x < left + width; ++x) {
            std::ranges::copy(
                colour, picture.rgb.begin() + static_cast<std::ptrdiff_t>(picture.offset(x, y)));
        }
    }
}

inline Picture mirrored(const Picture& picture) {
    auto result = picture;
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            paint(result, picture.width - 1 - x, y, 1, 1, picture.at(x, y));
        }
    }
    return result;
}

inline Picture noise(int width, int height, std::uint64_t seed) {
    Random random(seed);
    Picture picture = Picture::filled(width, height, {});
    random.fill(picture.rgb);
    return picture;
}

}  // namespace salon::vision
