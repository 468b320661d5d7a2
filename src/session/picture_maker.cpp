#include "session/picture_maker.h"

#include <stdexcept>
#include <utility>

namespace salon {

PictureMaker::Order PictureMaker::order() {
    using codec::KeyFrame;
    return {.bitrate = call().video_bitrate(),
            .key_frame = std::exchange(lost_, false) ? KeyFrame::Now : KeyFrame::WhenNeeded};
}

void PictureMaker::show(EncodedPicture frame) {
    const bool all = ready_.push_drop_oldest(VideoFrame(std::move(frame)));
    if (!all) lost_ = true;  // Those that follow build on the one that went.
}

void PictureMaker::show_nothing(const Order& order) {
    if (order.key_frame == codec::KeyFrame::Now) lost_ = true;  // It is still wanted.
}

bool PictureMaker::has_room(const Order& order, int width, int height, MediaTime time) {
    encoder_.set_bitrate(order.bitrate);
    return encoder_.has_room(width, height, time);
}

EncodedPicture PictureMaker::encode(const Order& order, const Picture& picture, MediaTime time) {
    if (picture.width > side_max || picture.height > side_max) {
        throw std::length_error("a picture to show has at most 4096 pixels a side");
    }
    return encoder_.encode(to_i420(picture), time, order.key_frame);
}

}  // namespace salon
