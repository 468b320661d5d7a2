#include <png.h>

#include "media/image_formats.h"

namespace salon {

namespace {

/// libpng's simple reader: it catches its own errors and keeps the message to itself.
class PngReader {
public:
    PngReader() { image_.version = PNG_IMAGE_VERSION; }
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;
    ~PngReader() { png_image_free(&image_); }

    bool open(Bytes file) {
        return png_image_begin_read_from_memory(&image_, file.data(), file.size()) != 0;
    }
    bool read(std::uint8_t* rgb) {
        constexpr png_color white{.red = 255, .green = 255, .blue = 255};
        image_.format = PNG_FORMAT_RGB;
        return png_image_finish_read(&image_, &white, rgb, 0, nullptr) != 0;
    }

private:
    png_image image_{};
};

}  // namespace

Result<Picture, ImageError> decode_png(Bytes file, const ImageLimits& limits) {
    // Signature, length and type of the first chunk, which must be IHDR, then its width and height.
    ByteReader in(file);
    in.skip(12);
    const auto type = as_text(in.take(4));
    const auto width = in.u32();
    const auto height = in.u32();
    if (!in.ok() || type != "IHDR" || width == 0 || height == 0) return fail(ImageError::Broken);
    const auto side_max = static_cast<std::uint32_t>(limits.side_max);
    if (width > side_max || height > side_max) return fail(ImageError::TooLarge);
    Picture picture{
        .width = static_cast<int>(width), .height = static_cast<int>(height), .rgb = {}};
    if (!fits(picture.width, picture.height, limits)) return fail(ImageError::TooLarge);

    PngReader reader;
    if (!reader.open(file)) return fail(ImageError::Broken);
    picture.rgb.resize(3 * picture.pixels());
    if (!reader.read(picture.rgb.data())) return fail(ImageError::Broken);
    return picture;
}

}  // namespace salon
