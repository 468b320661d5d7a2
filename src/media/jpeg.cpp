#include <turbojpeg.h>

#include "base/check.h"
#include "base/handle.h"
#include "media/image_formats.h"
#include "media/jpeg_outline.h"

namespace salon {

namespace {

using TurboHandle = Handle<void, tjDestroy>;
using TurboBuffer = Handle<unsigned char, tjFree>;

/// A progressive file redraws the whole picture with each scan; real ones have about ten. A small
/// file with thousands of empty scans would decode for minutes.
constexpr int scans_max = 32;

/// `picture` as EXIF's `orientation` wants it shown.
Picture upright(Picture picture, int orientation) {
    if (orientation == 1) return picture;
    const bool lies = orientation >= 5;
    const bool flips_x =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool flips_y =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    Picture result{.width = lies ? picture.height : picture.width,
                   .height = lies ? picture.width : picture.height,
                   .rgb = {}};
    result.rgb.reserve(picture.rgb.size());
    for (int y = 0; y < result.height; ++y) {
        for (int x = 0; x < result.width; ++x) {
            const int from_x = lies ? y : x;
            const int from_y = lies ? x : y;
            const auto pixel = picture.at(flips_x ? picture.width - 1 - from_x : from_x,
                                          flips_y ? picture.height - 1 - from_y : from_y);
            result.rgb.insert(result.rgb.end(), pixel.begin(), pixel.end());
        }
    }
    return result;
}

}  // namespace

Result<Picture, ImageError> decode_jpeg(Bytes file, const ImageLimits& limits) {
    const TurboHandle turbo(tjInitDecompress());
    check(turbo != nullptr);
    const auto size = static_cast<unsigned long>(file.size());
    Picture picture;
    int subsampling = 0;
    int colours = 0;
    if (tjDecompressHeader3(turbo.get(), file.data(), size, &picture.width, &picture.height,
                            &subsampling, &colours) != 0) {
        return fail(ImageError::Broken);
    }
    if (!fits(picture.width, picture.height, limits)) return fail(ImageError::TooLarge);
    if (colours == TJCS_CMYK || colours == TJCS_YCCK) return fail(ImageError::Unsupported);
    const auto outline = outline_of_jpeg(file);
    if (!outline.complete) return fail(ImageError::Broken);
    if (outline.scans > scans_max) return fail(ImageError::Unsupported);

    picture.rgb.resize(3 * picture.pixels());
    const int failed = tjDecompress2(turbo.get(), file.data(), size, picture.rgb.data(),
                                     picture.width, 0, picture.height, TJPF_RGB, 0);
    // A warning is what every viewer shrugs off, such as stray bytes between two segments.
    if (failed != 0 && tjGetErrorCode(turbo.get()) != TJERR_WARNING) {
        return fail(ImageError::Broken);
    }
    return upright(std::move(picture), outline.orientation);
}

ByteBuffer encode_jpeg(const Picture& picture, int quality) {
    check(!picture.empty() && picture.rgb.size() == 3 * picture.pixels());
    check(quality >= 1 && quality <= 100);
    const TurboHandle turbo(tjInitCompress());
    check(turbo != nullptr);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    const int failed = tjCompress2(turbo.get(), picture.rgb.data(), picture.width, 0,
                                   picture.height, TJPF_RGB, &bytes, &size, TJSAMP_444, quality, 0);
    const TurboBuffer owner(bytes);
    check(failed == 0);
    return {bytes, bytes + size};
}

}  // namespace salon
