#include "session/frame.h"

#include "codec/vp8_encoder.h"

namespace salon {

VideoFrame VideoFrame::black() {
    static const VideoFrame frame = [] {
        constexpr int width = 640;
        constexpr int height = 480;
        codec::Vp8Encoder encoder({.width = width, .height = height});
        return VideoFrame(
            encoder.encode(I420Picture::black(width, height), MediaTime{}, codec::KeyFrame::Now));
    }();
    return frame;
}

}  // namespace salon
