#include "session/video_filter.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "net/clock.h"

namespace salon {

namespace {

constexpr double weight_of_the_newest = 0.1;  // In the mean of the pictures' distances.

}  // namespace

HandlerFactory filter(FilterFunction function) { return make<VideoFilter>(std::move(function)); }

VideoFilter::VideoFilter(Call& its_call, FilterFunction function)
    : PictureMaker(its_call),
      function_(std::move(function)),
      waiting_(its_call.executor(), frames_waiting_max) {
    check(function_ != nullptr);
}

Task<> VideoFilter::video_receive(VideoFrame frame) {
    if (!waiting_.push_refuse(std::move(frame))) {  // Later frames build on what would be left out.
        waiting_.clear();
        call().request_key_frame();
    }
    co_return;
}

Task<> VideoFilter::start_up() {
    for (;;) {
        auto first = co_await waiting_.pop();
        auto frames = take_waiting(std::move(first));
        FilterView view{.inputs = call().inputs(), .speed = speed_};
        const auto wanted = order();
        auto work = [this, frames = std::move(frames), view = std::move(view), wanted]() mutable {
            return filtered(frames, std::move(view), wanted);
        };
        auto outcome = co_await call().pool().run(std::move(work));
        if (!outcome || outcome->lost) call().request_key_frame();
        if (outcome) tell(std::move(outcome->told));
        if (!outcome || !outcome->frame) {
            show_nothing(wanted);
            continue;
        }
        note_speed(outcome->took);
        show(std::move(*outcome->frame));
    }
}

std::vector<VideoFrame> VideoFilter::take_waiting(VideoFrame first) {
    std::vector<VideoFrame> frames{std::move(first)};
    while (auto frame = waiting_.try_pop()) frames.push_back(std::move(*frame));
    return frames;
}

void VideoFilter::note_speed(Duration took) {
    const auto now = net::steady_now();
    if (speed_.lately.size() == FilterSpeed::lately_max) speed_.lately.erase(speed_.lately.begin());
    speed_.lately.push_back(took);
    if (shown_at_ != Moment::min()) {
        const double apart = std::max(1e-3, static_cast<double>((now - shown_at_).count()) / 1e6);
        const double mean = speed_.per_second > 0 ? 1 / speed_.per_second : apart;
        speed_.per_second = 1 / (mean + weight_of_the_newest * (apart - mean));
    }
    shown_at_ = now;
}

void VideoFilter::tell(FilterView::Told told) {
    for (auto& [component, set] : told) to_tell_.insert_or_assign(component, std::move(set));
    const auto now = net::steady_now();
    if (to_tell_.empty() || (told_at_ != Moment::min() && now - told_at_ < outputs_apart)) return;
    for (const auto& [component, set] : std::exchange(to_tell_, {})) set(call());
    told_at_ = now;
}

VideoFilter::Outcome VideoFilter::filtered(const std::vector<VideoFrame>& frames, FilterView view,
                                           const Order& wanted) {
    Outcome outcome;
    const auto newest = decoded(frames, outcome);
    if (!newest) return outcome;
    const auto time = frames.back().encoded().time;
    if (!has_room(wanted, newest->width, newest->height, time)) return outcome;
    const auto begun = net::steady_now();
    const auto changed = function_(to_rgb(*newest), view);
    outcome.took = net::steady_now() - begun;
    outcome.told = std::move(view.told);
    if (changed.empty()) return outcome;  // Nothing to show this time.
    auto made = encode(wanted, changed, time);
    if (!made.bytes.empty()) outcome.frame = std::move(made);
    return outcome;
}

std::optional<I420Picture> VideoFilter::decoded(const std::vector<VideoFrame>& frames,
                                                Outcome& outcome) {
    std::optional<I420Picture> newest;
    for (const auto& frame : frames) {
        auto picture = decoder_.decode(frame.encoded().bytes);
        outcome.lost = !picture;
        if (!picture) continue;
        if (*picture) newest = std::move(**picture);
    }
    return newest;
}

}  // namespace salon
