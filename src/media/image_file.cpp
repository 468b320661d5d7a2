#include "media/image_file.h"

#include <algorithm>
#include <array>

#include "media/image_formats.h"

namespace salon {

namespace {

using namespace std::string_view_literals;

/// Images by their first bytes, but of a kind we do not read. HEIC and AVIF name themselves later.
bool looks_like_another_image(std::string_view file) {
    constexpr std::array marks{"GIF8"sv, "BM"sv, "II*\0"sv, "MM\0*"sv, "\0\0\0\x0cJXL "sv};
    constexpr std::array brands{"ftypheic"sv, "ftypheix"sv, "ftypmif1"sv, "ftypavif"sv};
    const auto later = file.substr(std::min<std::size_t>(4, file.size()));
    return std::ranges::any_of(marks, [&](auto mark) { return file.starts_with(mark); }) ||
           std::ranges::any_of(brands, [&](auto brand) { return later.starts_with(brand); });
}

}  // namespace

std::string_view to_string(ImageError error) {
    switch (error) {
        case ImageError::NotAnImage:
            return "This file is not a picture.";
        case ImageError::Broken:
            return "This picture is damaged or cut short.";
        case ImageError::TooLarge:
            return "This picture is too large. Please make it smaller.";
        case ImageError::Unsupported:
            return "Pictures of this kind cannot be read. Please use JPEG, PNG or WebP.";
    }
    return "unknown";
}

bool fits(int width, int height, const ImageLimits& limits) {
    return width <= limits.side_max && height <= limits.side_max &&
           static_cast<std::size_t>(width) * static_cast<std::size_t>(height) <= limits.pixels_max;
}

Result<Picture, ImageError> decode_image(Bytes file, const ImageLimits& limits) {
    if (file.size() > limits.bytes_max) return fail(ImageError::TooLarge);
    const auto text = as_text(file);
    if (text.starts_with("\xff\xd8\xff"sv)) return decode_jpeg(file, limits);
    if (text.starts_with("\x89PNG\r\n\x1a\n"sv)) return decode_png(file, limits);
    if (text.starts_with("RIFF"sv) && text.size() >= 12 && text.substr(8, 4) == "WEBP"sv) {
        return decode_webp(file, limits);
    }
    return fail(looks_like_another_image(text) ? ImageError::Unsupported : ImageError::NotAnImage);
}

}  // namespace salon
