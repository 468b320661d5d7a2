#include "codec/vp8_encoder.h"

#include <algorithm>

#include <vpx/vp8cx.h>

#include "base/check.h"

namespace salon::codec {

namespace {

constexpr int clock_rate = 90'000;

template <class Value>
void set(vpx_codec_ctx_t* vpx, int control, Value value) {
    check(vpx_codec_control_(vpx, control, value) == VPX_CODEC_OK);
}

unsigned kilobits(int bitrate) { return static_cast<unsigned>(std::max(1, bitrate / 1'000)); }

/// libvpx's realtime speed: 6 is fine, 12 is fast. 8 takes 3 ms for 640x480.
int speed_for(int width, int height) {
    const int pixels = width * height;
    if (pixels <= 352 * 288) return 6;
    return pixels <= 640 * 480 ? 8 : 12;
}

// As WebRTC sets it: constant rate over half a second, frames may be dropped, no look-ahead, and no
// error resilience, because a lost frame is asked for again or replaced by a key frame.
vpx_codec_enc_cfg_t realtime(const Vp8Encoding& encoding) {
    vpx_codec_enc_cfg_t config;
    check(vpx_codec_enc_config_default(vpx_codec_vp8_cx(), &config, 0) == VPX_CODEC_OK);
    config.g_w = static_cast<unsigned>(encoding.width);
    config.g_h = static_cast<unsigned>(encoding.height);
    config.g_timebase = {.num = 1, .den = clock_rate};
    config.g_threads = 1;
    config.g_lag_in_frames = 0;
    config.g_error_resilient = 0;
    config.rc_end_usage = VPX_CBR;
    config.rc_target_bitrate = kilobits(encoding.bitrate);
    config.rc_dropframe_thresh = 30;
    config.rc_min_quantizer = 2;
    config.rc_max_quantizer = 56;
    config.rc_undershoot_pct = 100;
    config.rc_overshoot_pct = 15;
    config.rc_buf_initial_sz = 500;
    config.rc_buf_optimal_sz = 600;
    config.rc_buf_sz = 1'000;
    config.kf_max_dist = 3'000;
    return config;
}

}  // namespace

void Vp8Encoder::Close::operator()(vpx_codec_ctx_t* context) const {
    vpx_codec_destroy(context);
    delete context;
}

Vp8Encoder::Vp8Encoder(const Vp8Encoding& encoding)
    : encoding_(encoding), config_(realtime(encoding)), vpx_(new vpx_codec_ctx_t{}) {
    check(encoding.fps > 0);
    check(vpx_codec_enc_init(vpx_.get(), vpx_codec_vp8_cx(), &config_, 0) == VPX_CODEC_OK);
    set(vpx_.get(), VP8E_SET_CPUUSED, -speed_for(encoding.width, encoding.height));
    set(vpx_.get(), VP8E_SET_STATIC_THRESHOLD, 1);
    set(vpx_.get(), VP8E_SET_TOKEN_PARTITIONS, static_cast<int>(VP8_ONE_TOKENPARTITION));
    set(vpx_.get(), VP8E_SET_MAX_INTRA_BITRATE_PCT, 900);
}

EncodedPicture Vp8Encoder::encode(const I420Picture& picture, MediaTime time, KeyFrame key_frame) {
    check(picture.width == encoding_.width && picture.height == encoding_.height);
    vpx_image_t image;
    auto* luma = const_cast<std::uint8_t*>(picture.y.data());  // libvpx only reads it.
    check(vpx_img_wrap(&image, VPX_IMG_FMT_I420, config_.g_w, config_.g_h, 1, luma) != nullptr);
    image.planes[1] = const_cast<std::uint8_t*>(picture.u.data());
    image.planes[2] = const_cast<std::uint8_t*>(picture.v.data());
    image.stride[0] = picture.width;
    image.stride[1] = image.stride[2] = picture.chroma_width();

    const auto ticks = time.ticks * clock_rate / time.rate;
    const vpx_enc_frame_flags_t flags = key_frame == KeyFrame::Now ? VPX_EFLAG_FORCE_KF : 0;
    check(vpx_codec_encode(vpx_.get(), &image, ticks,
                           static_cast<unsigned long>(clock_rate / encoding_.fps), flags,
                           VPX_DL_REALTIME) == VPX_CODEC_OK);

    EncodedPicture frame{.bytes = {}, .time = time};
    vpx_codec_iter_t position = nullptr;
    while (const auto* packet = vpx_codec_get_cx_data(vpx_.get(), &position)) {
        if (packet->kind != VPX_CODEC_CX_FRAME_PKT) continue;
        const auto* bytes = static_cast<const std::uint8_t*>(packet->data.frame.buf);
        frame.bytes.insert(frame.bytes.end(), bytes, bytes + packet->data.frame.sz);
        frame.keyframe = (packet->data.frame.flags & VPX_FRAME_IS_KEY) != 0;
    }
    return frame;
}

void Vp8Encoder::set_bitrate(int bitrate) {
    config_.rc_target_bitrate = kilobits(bitrate);
    check(vpx_codec_enc_config_set(vpx_.get(), &config_) == VPX_CODEC_OK);
}

}  // namespace salon::codec
