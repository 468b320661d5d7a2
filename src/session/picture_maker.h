// What handlers share that make the pictures their caller sees: one encoder, which follows the
// caller's network, and a key frame when the caller has lost the picture.
//
//   in   pictures, one after the other
//   out  frames
//
// One job of the pool at a time encodes; all else lives on the call's strand.
#pragma once

#include "codec/adaptive_encoder.h"
#include "net/queue.h"
#include "session/call.h"
#include "session/handler.h"

namespace salon {

class PictureMaker : public Handler {
public:
    static constexpr int side_max = 4096;
    static constexpr std::size_t frames_ready_max = 2;  ///< drop_oldest, and a key frame follows.

    Task<VideoFrame> video_emit() override { return ready_.pop(); }
    void video_lost() override { lost_ = true; }

protected:
    explicit PictureMaker(Call& call) : Handler(call), ready_(call.executor(), frames_ready_max) {}

    /// What the next frame has to be.
    struct Order {
        std::int64_t bitrate = 0;
        codec::KeyFrame key_frame = codec::KeyFrame::WhenNeeded;
    };
    /// Each is followed by `show` or `show_nothing`.
    Order order();
    void show(EncodedPicture frame);
    /// No frame came of it.
    void show_nothing(const Order& order);

    /// Whether the caller's network takes a picture of that size now. In the job, before `encode`.
    bool has_room(const Order& order, int width, int height, MediaTime time);
    /// Empty when there was no room after all. In the job.
    ///
    /// Errors  throws std::length_error when the picture is too large
    EncodedPicture encode(const Order& order, const Picture& picture, MediaTime time);

private:
    net::Queue<VideoFrame> ready_;
    bool lost_ = false;
    codec::AdaptiveEncoder encoder_;  // The job's.
};

}  // namespace salon
