// The three file formats behind decode_image, each with its library. Each reads the size from the
// header and asks `fits` before it allocates.
#pragma once

#include "media/image_file.h"

namespace salon {

bool fits(int width, int height, const ImageLimits& limits);

Result<Picture, ImageError> decode_jpeg(Bytes file, const ImageLimits& limits);
Result<Picture, ImageError> decode_png(Bytes file, const ImageLimits& limits);
Result<Picture, ImageError> decode_webp(Bytes file, const ImageLimits& limits);

}  // namespace salon
