#include "codec/adaptive_encoder.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace salon::codec {
namespace {

constexpr int change_min = 20;  // A twentieth of the bitrate; less is not worth a word.

double pixels(int width, int height) { return static_cast<double>(width) * height; }

}  // namespace

void AdaptiveEncoder::set_bitrate(std::int64_t bitrate) {
    bitrate_ = std::max(bitrate, bitrate_min);
}

// Pictures that are late for their turn do not move the next one's turn.
bool AdaptiveEncoder::has_room(int width, int height, MediaTime time) {
    const auto at = time.since_zero();
    const double bits = pixels(width, height) * pixel_bits_min;
    const Duration apart(std::lround(bits * 1e6 / static_cast<double>(bitrate_)));
    if (due_ && at < *due_ - apart) due_.reset();  // Another source's time, or a wider way.
    if (due_ && at < *due_) return false;
    due_ = std::max(due_.value_or(at), at - apart) + apart;
    return true;
}

EncodedPicture AdaptiveEncoder::encode(const I420Picture& picture, MediaTime time,
                                       KeyFrame key_frame) {
    fit(picture.width, picture.height);
    return encoder_->encode(picture, time, key_frame);
}

void AdaptiveEncoder::fit(int width, int height) {
    const double most = std::max<double>(bitrate_min, pixels(width, height) * pixel_bits_max);
    const auto bitrate = static_cast<int>(std::min(static_cast<double>(bitrate_), most));
    if (!encoder_ || encoding_.width != width || encoding_.height != height) {
        encoding_ = {.width = width, .height = height, .bitrate = bitrate};
        encoder_.emplace(encoding_);
    } else if (std::abs(bitrate - encoding_.bitrate) > encoding_.bitrate / change_min) {
        encoding_.bitrate = bitrate;
        encoder_->set_bitrate(bitrate);
    }
}

}  // namespace salon::codec
