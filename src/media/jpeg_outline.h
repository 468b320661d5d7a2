// Walks over a JPEG file without decoding it and tells what must be known before: does it have an
// end, in how many scans does it come, and which way is up.
#pragma once

#include <string_view>

#include "base/bytes.h"

namespace salon {

struct JpegOutline {
    int orientation = 1;  ///< EXIF's 1 to 8; 1 is upright.
    int scans = 0;
    bool complete = false;  ///< The end marker is there.
};

JpegOutline outline_of_jpeg(Bytes file);

}  // namespace salon
