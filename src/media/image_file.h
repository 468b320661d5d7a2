// Pictures from foreign files, and pictures as JPEG for a model.
//
//   in   the bytes of a JPEG, PNG or WebP file, known by its content and not by its name
//   out  the picture as a viewer would show it: upright, on white where it is transparent
//
// A file's header is read and judged before anything is allocated, so a file that claims a hundred
// megapixels costs nothing.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "media/picture.h"

namespace salon {

struct ImageLimits {
    std::size_t bytes_max = 12 * 1024 * 1024;
    std::size_t pixels_max = 40'000'000;
    int side_max = 16'384;
};

enum class ImageError { NotAnImage, Broken, TooLarge, Unsupported };

/// A sentence for the person who chose the file.
std::string_view to_string(ImageError error);

/// Decodes the first picture of a JPEG, PNG or WebP file.
///
/// Errors  NotAnImage (some other file), Broken (damaged or cut short), TooLarge (over a limit),
///         Unsupported (an image of another kind: GIF, AVIF, CMYK JPEG, moving WebP...)
/// Thread  any; blocks for up to a second at the limits, so: pool
Result<Picture, ImageError> decode_image(Bytes file, const ImageLimits& limits = {});

/// Encodes a JPEG of full colour resolution (4:4:4), so that saturated colours stay what they are.
///
/// Units   quality 1 (small) to 100 (fine)
/// Thread  any; does not block (4 ms for 640x480)
ByteBuffer encode_jpeg(const Picture& picture, int quality = 80);

}  // namespace salon
