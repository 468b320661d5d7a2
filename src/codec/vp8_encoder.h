// Pictures to VP8 frames in real time (libvpx, one thread). One stream each, one strand.
#pragma once

#include <memory>

#include <vpx/vpx_encoder.h>

#include "base/media_time.h"
#include "media/encoded.h"
#include "media/picture.h"

namespace salon::codec {

struct Vp8Encoding {
    int width = 640;
    int height = 480;
    int bitrate = 1'000'000;  ///< Bits a second.
    int fps = 30;
};

enum class KeyFrame { WhenNeeded, Now };

class Vp8Encoder {
public:
    explicit Vp8Encoder(const Vp8Encoding& encoding);

    /// Encodes the next picture, which has the encoder's size. `time` grows from call to call. The
    /// frame is empty when the rate left no room for it: send nothing.
    ///
    /// Thread  strand or pool; does not block (3 ms for 640x480, a key frame 7 ms)
    EncodedPicture encode(const I420Picture& picture, MediaTime time,
                          KeyFrame key_frame = KeyFrame::WhenNeeded);

    /// Bits a second, from the next frame on.
    void set_bitrate(int bitrate);

private:
    struct Close {
        void operator()(vpx_codec_ctx_t* context) const;
    };

    Vp8Encoding encoding_;
    vpx_codec_enc_cfg_t config_{};
    std::unique_ptr<vpx_codec_ctx_t, Close> vpx_;
};

}  // namespace salon::codec
