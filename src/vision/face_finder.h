// Finds faces that look at the painter, with a Viola-Jones cascade.
//
//   in   a picture
//   out  a box around each face, largest first
//
// Immutable after construction, so one finder serves all callers and threads.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "media/picture.h"
#include "vision/box.h"
#include "vision/cascade.h"

namespace salon::vision {

/// Where Debian's opencv-data puts the cascade this finder is tuned for.
inline constexpr std::string_view face_cascade_path =
    "/usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml";

class FaceFinder {
public:
    explicit FaceFinder(Cascade cascade);

    /// Errors  as CascadeError says; the caller then lives without knowing faces
    /// Thread  any; blocks for the file (30 ms)
    static Result<FaceFinder, CascadeError> open(
        const std::filesystem::path& path = face_cascade_path);

    /// Thread  any, several at once; pool (40 ms for 640x480)
    std::vector<Box> find(const Picture& picture) const;

private:
    Cascade cascade_;
};

}  // namespace salon::vision
