#include "media/image_file.h"

#include <algorithm>
#include <cstdlib>

#include <gmock/gmock.h>
#include <png.h>
#include <turbojpeg.h>
#include <webp/encode.h>

#include "base/handle.h"
#include "media/colours_for_test.h"

namespace salon {
namespace {

using namespace colours;

MATCHER_P2(IsAbout, colour, tolerance, "") {
    for (std::size_t i = 0; i < 3; ++i) {
        if (std::abs(arg[i] - colour[i]) > tolerance) return false;
    }
    return true;
}

/// Red above, blue below: any turn or flip shows.
Picture flag(int width, int height) {
    auto picture = Picture::filled(width, height, red);
    for (int y = height / 2; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            std::ranges::copy(
                blue, picture.rgb.begin() + static_cast<std::ptrdiff_t>(picture.offset(x, y)));
        }
    }
    return picture;
}

/// A PNG or WebP of one half transparent red.
constexpr std::uint8_t half = 128;
std::vector<std::uint8_t> veil(int pixels) {
    std::vector<std::uint8_t> rgba;
    for (int i = 0; i < pixels; ++i) rgba.insert(rgba.end(), {255, 0, 0, half});
    return rgba;
}

ByteBuffer png(png_uint_32 width, png_uint_32 height, png_uint_32 format,
               const std::vector<std::uint8_t>& pixels) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = width;
    image.height = height;
    image.format = format;
    png_alloc_size_t size = 0;
    png_image_write_get_memory_size(image, size, 0, pixels.data(), 0, nullptr);
    ByteBuffer file(size);
    png_image_write_to_memory(&image, file.data(), &size, 0, pixels.data(), 0, nullptr);
    return file;
}

ByteBuffer webp(const Picture& picture) {
    std::uint8_t* bytes = nullptr;
    const auto size = WebPEncodeLosslessRGB(picture.rgb.data(), picture.width, picture.height,
                                            3 * picture.width, &bytes);
    ByteBuffer file(bytes, bytes + size);
    WebPFree(bytes);
    return file;
}

ByteBuffer with_orientation(ByteBuffer jpeg, std::uint8_t orientation) {
    ByteWriter exif;
    exif.u16(0xffe1).u16(34).bytes(as_bytes({"Exif\0\0MM\0*", 10})).u32(8).u16(1);
    exif.u16(0x0112).u16(3).u32(1).u16(orientation).u16(0).u32(0);
    jpeg.insert(jpeg.begin() + 2, exif.written().begin(), exif.written().end());
    return jpeg;
}

ByteBuffer cut(ByteBuffer file, std::size_t size) {
    file.resize(size);
    return file;
}

ImageError error_of(Bytes file, const ImageLimits& limits = {}) {
    const auto picture = decode_image(file, limits);
    EXPECT_FALSE(picture.has_value());
    return picture ? ImageError::NotAnImage : picture.error();
}

TEST(EncodeJpeg, KeepsColoursTrue) {
    for (const Rgb colour : {red, blue, Rgb{0, 255, 0}, Rgb{10, 200, 180}}) {
        const auto back = decode_image(encode_jpeg(Picture::filled(64, 48, colour)));
        ASSERT_TRUE(back);
        EXPECT_THAT(back->at(31, 17), IsAbout(colour, 3));
    }
}

TEST(EncodeJpeg, KeepsAThinRedLineRed) {
    auto picture = Picture::filled(32, 32, white);
    for (int y = 0; y < 32; ++y) {
        std::ranges::copy(red,
                          picture.rgb.begin() + static_cast<std::ptrdiff_t>(picture.offset(15, y)));
    }
    const auto back = decode_image(encode_jpeg(picture, 90));
    ASSERT_TRUE(back);
    EXPECT_THAT(back->at(15, 16), IsAbout(red, 40));
}

TEST(DecodeImage, ReadsEachFormatByItsContent) {
    const auto original = flag(30, 20);
    for (const auto& file :
         {encode_jpeg(original, 95), webp(original), png(30, 20, PNG_FORMAT_RGB, original.rgb)}) {
        const auto picture = decode_image(file);
        ASSERT_TRUE(picture);
        EXPECT_EQ(picture->width, 30);
        EXPECT_EQ(picture->height, 20);
        EXPECT_THAT(picture->at(3, 2), IsAbout(red, 3));
        EXPECT_THAT(picture->at(28, 18), IsAbout(blue, 3));
    }
}

TEST(DecodeImage, PutsTransparencyOnWhite) {
    std::uint8_t* bytes = nullptr;
    const auto size = WebPEncodeLosslessRGBA(veil(4).data(), 2, 2, 8, &bytes);
    const ByteBuffer file(bytes, bytes + size);
    WebPFree(bytes);
    const auto from_webp = decode_image(file);
    ASSERT_TRUE(from_webp);
    EXPECT_THAT(from_webp->at(1, 1), IsAbout(Rgb{255, 127, 127}, 2));

    const auto from_png = decode_image(png(2, 2, PNG_FORMAT_RGBA, veil(4)));
    ASSERT_TRUE(from_png);
    EXPECT_EQ(from_png->at(1, 1)[0], 255);
    EXPECT_GT(from_png->at(1, 1)[1], 120);  // libpng mixes light, not numbers: 188.
}

TEST(DecodeImage, ShowsEachExifOrientationUpright) {
    const auto file = encode_jpeg(flag(32, 16), 95);  // Red is up; width is twice the height.
    const auto corner = [&](std::uint8_t orientation, int x, int y) {
        const auto picture = decode_image(with_orientation(file, orientation));
        EXPECT_TRUE(picture);
        EXPECT_EQ(picture->width, orientation >= 5 ? 16 : 32);
        return picture->at(x < 0 ? picture->width - 1 : x, y < 0 ? picture->height - 1 : y);
    };
    for (const std::uint8_t red_up : {1, 2}) EXPECT_THAT(corner(red_up, 0, 0), IsAbout(red, 4));
    for (const std::uint8_t down : {3, 4}) EXPECT_THAT(corner(down, 0, -1), IsAbout(red, 4));
    for (const std::uint8_t left : {5, 8}) EXPECT_THAT(corner(left, 0, -1), IsAbout(red, 4));
    for (const std::uint8_t right : {6, 7}) EXPECT_THAT(corner(right, -1, 0), IsAbout(red, 4));
}

TEST(DecodeImage, IgnoresAnOrientationThatDoesNotExist) {
    const auto file = encode_jpeg(flag(32, 16), 95);
    for (const std::uint8_t orientation : {0, 9}) {
        EXPECT_EQ(decode_image(with_orientation(file, orientation))->rgb, decode_image(file)->rgb);
    }
}

TEST(DecodeImage, TellsTheTwoSidesOfATurnApart) {
    auto picture = flag(32, 16);  // One white corner, top left, tells the rest.
    for (int y = 0; y < 8; ++y) {
        for (int x = 0; x < 8; ++x) {
            std::ranges::copy(
                white, picture.rgb.begin() + static_cast<std::ptrdiff_t>(picture.offset(x, y)));
        }
    }
    const auto file = encode_jpeg(picture, 95);
    EXPECT_THAT(decode_image(with_orientation(file, 6))->at(15, 0), IsAbout(white, 4));
    EXPECT_THAT(decode_image(with_orientation(file, 8))->at(0, 31), IsAbout(white, 4));
    EXPECT_THAT(decode_image(with_orientation(file, 2))->at(31, 0), IsAbout(white, 4));
    EXPECT_THAT(decode_image(with_orientation(file, 5))->at(0, 0), IsAbout(white, 4));
}

TEST(DecodeImage, RefusesWhatIsNoPicture) {
    EXPECT_EQ(error_of({}), ImageError::NotAnImage);
    EXPECT_EQ(error_of(as_bytes("just a letter to grandmother")), ImageError::NotAnImage);
    EXPECT_EQ(error_of(as_bytes("GIF89a\1\0\1\0")), ImageError::Unsupported);
    EXPECT_EQ(error_of(as_bytes({"\0\0\0\x1c"
                                 "ftypavif",
                                 12})),
              ImageError::Unsupported);
}

TEST(DecodeImage, RefusesFilesThatEndTooSoon) {
    const auto picture = flag(64, 64);
    for (const auto& file :
         {encode_jpeg(picture), webp(picture), png(64, 64, PNG_FORMAT_RGB, picture.rgb)}) {
        for (const auto size : {file.size() - 13, file.size() / 2, std::size_t{20}}) {
            EXPECT_EQ(error_of(cut(file, size)), ImageError::Broken) << size;
        }
    }
}

TEST(DecodeImage, RefusesADamagedPng) {
    auto file = png(64, 64, PNG_FORMAT_RGB, flag(64, 64).rgb);
    file[file.size() / 2] ^= 0x55;
    EXPECT_EQ(error_of(file), ImageError::Broken);
}

TEST(DecodeImage, BelievesNoHeaderOfAHundredMegapixels) {
    auto lying_png = png(2, 2, PNG_FORMAT_RGB, flag(2, 2).rgb);
    for (const std::size_t at : {18U, 22U}) lying_png[at] = 0x27;  // 10,000 and more a side.
    EXPECT_EQ(error_of(lying_png), ImageError::TooLarge);
    lying_png[16] = 0xff;  // 4 billion wide.
    EXPECT_EQ(error_of(lying_png), ImageError::TooLarge);

    auto lying_jpeg = encode_jpeg(flag(16, 16));
    const std::array<std::uint8_t, 3> frame{0xff, 0xc0, 0x00};
    const auto size = std::ranges::search(lying_jpeg, frame).begin() + 5;
    std::ranges::copy(std::array<std::uint8_t, 4>{0x27, 0x10, 0x27, 0x10}, size);
    EXPECT_EQ(error_of(lying_jpeg), ImageError::TooLarge);
}

TEST(DecodeImage, KeepsItsLimitsToThePixel) {
    const auto file = encode_jpeg(flag(20, 10));
    EXPECT_TRUE(decode_image(file, {.pixels_max = 200}));
    EXPECT_EQ(error_of(file, {.pixels_max = 199}), ImageError::TooLarge);
    EXPECT_TRUE(decode_image(file, {.side_max = 20}));
    EXPECT_EQ(error_of(file, {.side_max = 19}), ImageError::TooLarge);
    EXPECT_TRUE(decode_image(file, {.bytes_max = file.size()}));
    EXPECT_EQ(error_of(file, {.bytes_max = file.size() - 1}), ImageError::TooLarge);
    EXPECT_EQ(error_of(webp(flag(20, 10)), {.pixels_max = 199}), ImageError::TooLarge);
}

/// As encode_jpeg, but drawn in scans that grow finer.
ByteBuffer progressive(const Picture& picture) {
    const Handle<void, tjDestroy> turbo(tjInitCompress());
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    tjCompress2(turbo.get(), picture.rgb.data(), picture.width, 0, picture.height, TJPF_RGB, &bytes,
                &size, TJSAMP_420, 90, TJFLAG_PROGRESSIVE);
    ByteBuffer file(bytes, bytes + size);
    tjFree(bytes);
    return file;
}

TEST(DecodeImage, ReadsAProgressiveJpegUnlessItRedrawsItselfWithoutEnd) {
    auto file = progressive(flag(64, 64));
    const auto picture = decode_image(file);
    ASSERT_TRUE(picture);
    EXPECT_THAT(picture->at(5, 5), IsAbout(red, 4));

    const std::array<std::uint8_t, 2> scan{0xff, 0xda};
    const auto last = std::ranges::find_end(file, scan).begin();
    const ByteBuffer again(last, file.end() - 2);
    for (int i = 0; i < 32; ++i) file.insert(file.end() - 2, again.begin(), again.end());
    EXPECT_EQ(error_of(file), ImageError::Unsupported);
}

}  // namespace
}  // namespace salon
