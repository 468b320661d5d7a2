// VP8 frames to pictures (libvpx, one thread).
//
// Frames are foreign bytes: the size a key frame claims is judged before libvpx sees it, and after
// a broken frame only a key frame is believed again. One stream each, one strand.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include <vpx/vpx_decoder.h>

#include "base/bytes.h"
#include "base/result.h"
#include "media/picture.h"

namespace salon::codec {

struct Vp8Limits {
    std::size_t pixels_max = 1920 * 1088;
};

enum class VideoError {
    Broken,         ///< Not VP8, or damaged.
    TooLarge,       ///< A key frame over pixels_max.
    NeedsKeyFrame,  ///< Nothing can be made of it before the next key frame: ask for one.
};

std::string_view to_string(VideoError error);

/// The start of a VP8 frame (RFC 6386 9.1). Width and height are known for key frames only.
struct Vp8FrameStart {
    bool keyframe = false;
    int width = 0;
    int height = 0;
};

/// Reads the first ten bytes. Nothing when they cannot start a VP8 frame.
std::optional<Vp8FrameStart> vp8_frame_start(Bytes frame);

class Vp8Decoder {
public:
    explicit Vp8Decoder(Vp8Limits limits = {});

    /// Decodes one frame. No picture means that the frame is not for showing.
    ///
    /// Errors  as VideoError says
    /// Thread  strand or pool; does not block (1 ms for 640x480)
    Result<std::optional<I420Picture>, VideoError> decode(Bytes frame);

private:
    struct Close {
        void operator()(vpx_codec_ctx_t* context) const;
    };

    tl::unexpected<VideoError> refuse(VideoError error);

    Vp8Limits limits_;
    std::unique_ptr<vpx_codec_ctx_t, Close> vpx_;
    bool needs_key_frame_ = true;  // At the start and after every refused frame.
};

}  // namespace salon::codec
