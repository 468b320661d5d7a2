// A detector that takes 200 ms holds up its caller's pictures, and nothing else: the caller's own
// sound goes on, and so do other callers' sound and pictures.
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

/// Slow where it is dark.
Picture slowly_marked(Picture picture, FilterView&) {
    if (picture.at(0, 0)[0] < 128) std::this_thread::sleep_for(slow);
    draw_box(picture, {20, 20, 60, 40}, {255, 0, 0});
    return picture;
}

/// How much of the time nothing came for `at_least` so long.
double share_of_silence(const std::vector<Moment>& moments, Duration at_least) {
    Duration silent{0};
    for (std::size_t i = 1; i < moments.size(); ++i) {
        const auto gap = moments[i] - moments[i - 1];
        if (gap >= at_least) silent += gap;
    }
    return static_cast<double>(silent.count()) /
           static_cast<double>((moments.back() - moments.front()).count());
}

double share_of_gaps(const std::vector<Moment>& moments, Duration at_least) {
    std::size_t count = 0;
    for (std::size_t i = 1; i < moments.size(); ++i) {
        count += moments[i] - moments[i - 1] >= at_least;
    }
    return static_cast<double>(count) / static_cast<double>(moments.size());
}

std::vector<Moment> moments(const std::vector<Heard>& heard) {
    std::vector<Moment> all;
    for (const auto& packet : heard) all.push_back(packet.at);
    return all;
}

Film film_of(std::uint8_t grey) { return film(Picture::filled(320, 240, {grey, grey, grey})); }

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
    ada.show(film_of(40), 33ms);
    EXPECT_TRUE(ada.until([](const Diary& diary) { return diary.seen.size() >= 20; }));
    for (auto* caller : {&ada, &ben}) {
        const auto heard = caller->diary().heard;
        ASSERT_GT(heard.size(), 100u);
        // Whoever stood in line behind the function would hear in bursts, 200 ms apart.
        EXPECT_LT(share_of_silence(moments(heard), slow / 2), 0.2);
        caller->hang_up();
    }
    EXPECT_TRUE(house.only_left(0));
}

TEST(ASlowFilter, LetsTheQuickPicturesOfOthersPass) {
    House house(Stream({.handler = filter(slowly_marked), .concurrency_limit = 4}));
    Caller ada(house.callers(), house.port(), "ada");
    Caller ben(house.callers(), house.port(), "ben");
    Caller cleo(house.callers(), house.port(), "cleo");
    Caller dora(house.callers(), house.port(), "dora");
    for (auto* caller : {&ada, &ben, &cleo, &dora}) ASSERT_TRUE(caller->connect());
    for (auto* caller : {&ada, &ben, &cleo}) caller->show(film_of(40), 33ms);
    dora.show(film_of(200), 33ms);
    EXPECT_TRUE(dora.until([](const Diary& diary) { return diary.seen.size() >= 60; }));
    EXPECT_LT(share_of_gaps(dora.diary().seen, slow / 2), 0.1);
    for (auto* caller : {&ada, &ben, &cleo, &dora}) caller->hang_up();
    EXPECT_TRUE(house.only_left(0));
}

}  // namespace
}  // namespace salon::testing_real
