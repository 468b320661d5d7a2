// A handler that changes pictures: the camera's frames through a function and back to the caller.
//
//   salon::HandlerFactory mirror = salon::filter([](Picture picture, FilterView&) {
//       return mirrored(picture);
//   });
//
//   in   camera frames, the page's inputs
//   out  frames of what the function returned, encoded again; what it set on the page
//
// The newest picture wins: while the function works, frames wait, and when it is done all of them
// are decoded but only the last is shown to it. Decoding, function and encoder run on the pool, one
// job for each call at a time, so neither the caller's sound nor other callers wait for it.
// The encoder's bitrate follows the caller's network; where that is very narrow, fewer are shown.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "codec/vp8_decoder.h"
#include "net/queue.h"
#include "session/picture_maker.h"

namespace salon {

/// How fast a filter was lately.
struct FilterSpeed {
    static constexpr std::size_t lately_max = 60;

    std::vector<Duration> lately;  ///< The function, for each of the pictures before; newest last.
    double per_second = 0;         ///< Pictures, over the last ten or so.

    /// For the picture before; 0 for the first one.
    Duration took() const { return lately.empty() ? Duration(0) : lately.back(); }
};

/// What the function sees besides the picture, and what it may say to the page.
struct FilterView {
    using Told = std::map<int, std::function<void(Call&)>>;

    Inputs inputs;  ///< As they are when the picture is taken.
    FilterSpeed speed;

    /// Sets a component of the page, one of the stream's outputs. The page is told at most four
    /// times a second, with some picture: the newest value wins, the others are never told.
    ///
    /// Errors  as Call::set, when the function has returned: it ends the call
    template <InputComponent C>
    void set(const C& component, typename C::Value value) {
        told[component.id()] = [=](Call& call) { call.set(component, value); };
    }

    Told told{};  ///< By `set`, the newest for each component.
};

/// Shape   the returned picture may have another size than the given one; not more than 4096 a side
/// Errors  throws UserError to end the call with that message, anything else with a general one
/// Thread  pool; may block; one object serves all callers, many at a time
using FilterFunction = std::function<Picture(Picture, FilterView&)>;

class VideoFilter : public PictureMaker {
public:
    static constexpr std::size_t frames_waiting_max = 60;  ///< 2 s; then all go, new key frame.
    static constexpr Duration outputs_apart = 250ms;       ///< What comes sooner waits.

    VideoFilter(Call& call, FilterFunction function);

    Task<> start_up() override;
    Task<> video_receive(VideoFrame frame) override;

private:
    struct Outcome {
        std::optional<EncodedPicture> frame;
        Duration took{0};
        FilterView::Told told;
        bool lost = false;  // The decoder needs a key frame.
    };

    Outcome filtered(const std::vector<VideoFrame>& frames, FilterView view, const Order& wanted);
    std::optional<I420Picture> decoded(const std::vector<VideoFrame>& frames, Outcome& outcome);
    std::vector<VideoFrame> take_waiting(VideoFrame first);
    void note_speed(Duration took);
    void tell(FilterView::Told told);

    FilterFunction function_;
    net::Queue<VideoFrame> waiting_;
    FilterSpeed speed_;
    Moment shown_at_ = Moment::min();
    FilterView::Told to_tell_;
    Moment told_at_ = Moment::min();

    codec::Vp8Decoder decoder_;  // The job's.
};

/// A factory of filters that all use `function`.
HandlerFactory filter(FilterFunction function);

}  // namespace salon
