#include <webp/decode.h>

#include "media/image_formats.h"

namespace salon {

namespace {

std::uint8_t over_white(std::uint8_t value, std::uint8_t alpha) {
    return static_cast<std::uint8_t>((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

std::vector<std::uint8_t> over_white(const std::vector<std::uint8_t>& rgba) {
    std::vector<std::uint8_t> rgb;
    rgb.reserve(rgba.size() / 4 * 3);
    for (std::size_t i = 0; i < rgba.size(); i += 4) {
        for (std::size_t colour = 0; colour < 3; ++colour) {
            rgb.push_back(over_white(rgba[i + colour], rgba[i + 3]));
        }
    }
    return rgb;
}

}  // namespace

Result<Picture, ImageError> decode_webp(Bytes file, const ImageLimits& limits) {
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(file.data(), file.size(), &features) != VP8_STATUS_OK) {
        return fail(ImageError::Broken);
    }
    if (!fits(features.width, features.height, limits)) return fail(ImageError::TooLarge);
    if (features.has_animation != 0) return fail(ImageError::Unsupported);

    Picture picture{.width = features.width, .height = features.height, .rgb = {}};
    if (features.has_alpha == 0) {
        picture.rgb.resize(3 * picture.pixels());
        if (WebPDecodeRGBInto(file.data(), file.size(), picture.rgb.data(), picture.rgb.size(),
                              3 * picture.width) == nullptr) {
            return fail(ImageError::Broken);
        }
        return picture;
    }
    std::vector<std::uint8_t> rgba(4 * picture.pixels());
    if (WebPDecodeRGBAInto(file.data(), file.size(), rgba.data(), rgba.size(), 4 * picture.width) ==
        nullptr) {
        return fail(ImageError::Broken);
    }
    picture.rgb = over_white(rgba);
    return picture;
}

}  // namespace salon
