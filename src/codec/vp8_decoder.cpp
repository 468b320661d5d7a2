#include "codec/vp8_decoder.h"

#include <algorithm>

#include <vpx/vp8dx.h>

#include "base/check.h"

namespace salon::codec {

namespace {

/// 14 bits of length, little-endian, below 2 bits of scale.
int side(ByteReader& in) {
    const int low = in.u8();
    return low | (in.u8() & 0x3f) << 8;
}

ByteBuffer plane(const unsigned char* from, int stride, int width, int height) {
    ByteBuffer bytes;
    bytes.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (int row = 0; row < height; ++row, from += stride) {
        bytes.insert(bytes.end(), from, from + width);
    }
    return bytes;
}

I420Picture picture_of(const vpx_image_t& image) {
    I420Picture picture{.width = static_cast<int>(image.d_w),
                        .height = static_cast<int>(image.d_h),
                        .y = {},
                        .u = {},
                        .v = {}};
    const auto width = picture.chroma_width();
    const auto height = picture.chroma_height();
    picture.y = plane(image.planes[0], image.stride[0], picture.width, picture.height);
    picture.u = plane(image.planes[1], image.stride[1], width, height);
    picture.v = plane(image.planes[2], image.stride[2], width, height);
    return picture;
}

}  // namespace

std::string_view to_string(VideoError error) {
    switch (error) {
        case VideoError::Broken:
            return "broken";
        case VideoError::TooLarge:
            return "too large";
        case VideoError::NeedsKeyFrame:
            return "needs a key frame";
    }
    return "unknown";
}

//   byte 0   bit 0 is 0 for a key frame; then version, show_frame and 19 bits of length
//   byte 3   9d 01 2a, in key frames only
//   byte 6   width, then height
std::optional<Vp8FrameStart> vp8_frame_start(Bytes frame) {
    ByteReader in(frame);
    const auto first = in.u8();
    in.skip(2);
    if (!in.ok()) return std::nullopt;
    if ((first & 1) != 0) return Vp8FrameStart{};

    const auto code = in.u24();
    const int width = side(in);
    const int height = side(in);
    if (!in.ok() || code != 0x9d012a || width == 0 || height == 0) return std::nullopt;
    return Vp8FrameStart{.keyframe = true, .width = width, .height = height};
}

void Vp8Decoder::Close::operator()(vpx_codec_ctx_t* context) const {
    vpx_codec_destroy(context);
    delete context;
}

Vp8Decoder::Vp8Decoder(Vp8Limits limits) : limits_(limits), vpx_(new vpx_codec_ctx_t{}) {
    constexpr vpx_codec_dec_cfg_t config{.threads = 1, .w = 0, .h = 0};
    check(vpx_codec_dec_init(vpx_.get(), vpx_codec_vp8_dx(), &config, 0) == VPX_CODEC_OK);
}

Result<std::optional<I420Picture>, VideoError> Vp8Decoder::decode(Bytes frame) {
    const auto start = vp8_frame_start(frame);
    if (!start) return refuse(VideoError::Broken);
    if (start->keyframe) {
        const auto pixels =
            static_cast<std::size_t>(start->width) * static_cast<std::size_t>(start->height);
        if (pixels > limits_.pixels_max) return refuse(VideoError::TooLarge);
    } else if (needs_key_frame_) {
        return fail(VideoError::NeedsKeyFrame);
    }

    int corrupt = 0;
    if (vpx_codec_decode(vpx_.get(), frame.data(), static_cast<unsigned>(frame.size()), nullptr,
                         0) != VPX_CODEC_OK ||
        vpx_codec_control(vpx_.get(), VP8D_GET_FRAME_CORRUPTED, &corrupt) != VPX_CODEC_OK ||
        corrupt != 0) {
        return refuse(VideoError::Broken);
    }
    needs_key_frame_ = false;
    vpx_codec_iter_t position = nullptr;
    const auto* image = vpx_codec_get_frame(vpx_.get(), &position);
    if (image == nullptr) return std::nullopt;
    return picture_of(*image);
}

tl::unexpected<VideoError> Vp8Decoder::refuse(VideoError error) {
    needs_key_frame_ = true;
    return fail(error);
}

}  // namespace salon::codec
