#include "session/picture_source.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "net/clock.h"

namespace salon {

namespace {

MediaTime media_time(Duration since_begin) {
    return {.ticks = since_begin.count() * 9 / 100, .rate = 90'000};
}

}  // namespace

HandlerFactory pictures(PictureFunction function, int fps) {
    return make<PictureSource>(std::move(function), fps);
}

PictureSource::PictureSource(Call& its_call, PictureFunction function, int fps)
    : PictureMaker(its_call), function_(std::move(function)), interval_(1s) {
    check(function_ != nullptr && fps >= 1);
    interval_ /= fps;
}

Task<> PictureSource::start_up() {
    const auto begun = net::steady_now();
    for (auto next = begun;; next = std::max(next + interval_, net::steady_now())) {
        co_await net::sleep_until(next);
        const auto wanted = order();
        auto work = [this, inputs = call().inputs(), time = media_time(next - begun), wanted] {
            return made(inputs, time, wanted);
        };
        auto outcome = co_await call().pool().run(std::move(work));
        if (outcome && outcome->frame) {
            show(std::move(*outcome->frame));
        } else {
            show_nothing(wanted);
        }
        if (outcome && outcome->last) call().end("That was the last picture.");
    }
}

PictureSource::Made PictureSource::made(const Inputs& inputs, MediaTime time, const Order& order) {
    const auto picture = function_(inputs);
    if (!picture) return {.last = true};
    if (picture->empty()) return {};  // Nothing new this time.
    if (!has_room(order, picture->width, picture->height, time)) return {};
    auto frame = encode(order, *picture, time);
    if (frame.bytes.empty()) return {};
    return {.frame = std::move(frame)};
}

}  // namespace salon
