// A camera frame on its way through a handler: shared, immutable and still encoded, so that showing
// a caller the own camera costs no decoding.
#pragma once

#include <memory>

#include "media/encoded.h"

namespace salon {

class VideoFrame {
public:
    explicit VideoFrame(EncodedPicture picture)
        : picture_(std::make_shared<const EncodedPicture>(std::move(picture))) {}

    const EncodedPicture& encoded() const { return *picture_; }
    bool keyframe() const { return picture_->keyframe; }

    /// A black picture, for the time before the first frame.
    static VideoFrame black();

private:
    std::shared_ptr<const EncodedPicture> picture_;
};

}  // namespace salon
