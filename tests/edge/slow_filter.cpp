// A detector that takes 200 ms holds up pictures, and nothing else: the caller's own sound and
// another caller's go on.
#include <thread>

#include <gmock/gmock.h>

#include "edge/house.h"
#include "media/draw.h"
#include "real/says_back.h"
#include "session/video_filter.h"

namespace salon::testing_real {
namespace {

constexpr Duration slow = 200ms;

using FilteringParrot = SaysBack<VideoFilter>;

Picture slowly_marked(Picture picture, FilterView&) {
    std::this_thread::sleep_for(slow);
    draw_box(picture, {20, 20, 60, 40}, {255, 0, 0});
    return picture;
}

/// The share of gaps between packets in which the function would have had time to run.
double share_of_long_gaps(const std::vector<Heard>& heard) {
    std::size_t count = 0;
    for (std::size_t i = 1; i < heard.size(); ++i) count += heard[i].at - heard[i - 1].at >= slow;
    return static_cast<double>(count) / static_cast<double>(heard.size());
}

TEST(ASlowFilter, DelaysNeitherTheCallersSoundNorOtherCallers) {
    House house(Stream(
        {.handler = make<FilteringParrot>(FilterFunction(slowly_marked)), .concurrency_limit = 2}));
    Caller ada(house.callers(), house.port(), "ada");
    Caller ben(house.callers(), house.port(), "ben");
    ASSERT_TRUE(ada.connect());
    ASSERT_TRUE(ben.connect());
    const auto spoken = record(tone(10s));
    ada.speak(spoken);
    ben.speak(spoken);
    ada.show(film(Picture::filled(320, 240, {40, 90, 160})), 33ms);
    EXPECT_TRUE(ada.until([](const Diary& diary) { return diary.seen.size() >= 8; }));
    for (auto* caller : {&ada, &ben}) {
        const auto heard = caller->diary().heard;
        EXPECT_GT(heard.size(), 50u);
        // Nobody stood in line behind the function: about one gap in seven were as long then.
        EXPECT_LT(share_of_long_gaps(heard), 0.1);
        caller->hang_up();
    }
    EXPECT_TRUE(house.only_left(0));
}

}  // namespace
}  // namespace salon::testing_real
