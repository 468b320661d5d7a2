// Pictures that the server makes: from a function for callers who only watch, and by a filter. Who
// loses the picture gets a key frame at once, from whoever encodes.
#include <atomic>

#include <gmock/gmock.h>

#include "edge/house.h"
#include "session/picture_source.h"
#include "session/video_filter.h"

namespace salon::testing_real {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr testing_world::BrowserOptions only_watches{.audio = false, .receives_only = true};

Picture grey(int shade) {
    const auto value = static_cast<std::uint8_t>(shade % 256);
    return Picture::filled(160, 120, {value, value, value});
}

/// Grows brighter with each picture, for ever or for `count` pictures.
PictureFunction dawn(int count = -1) {
    return [count, shade = 0](const Inputs&) mutable -> std::optional<Picture> {
        if (shade == count) return std::nullopt;
        return grey(shade++);
    };
}

Stream cinema(PictureFunction function) {
    return Stream({.handler = pictures(std::move(function), 50),
                   .modality = Modality::Video,
                   .mode = StreamMode::Receive,
                   .concurrency_limit = 2});
}

auto seen(std::size_t count) {
    return [count](const Diary& diary) { return diary.seen.size() >= count; };
}

auto key_frames(int count) {
    return [count](const Diary& diary) { return diary.key_frames_seen >= count; };
}

TEST(PicturesMade, ArriveOneAfterTheOther) {
    House house(cinema(dawn()));
    Caller ada(house.callers(), house.port(), "ada", only_watches);
    ASSERT_TRUE(ada.connect());
    ASSERT_TRUE(ada.until(seen(25)));
    const auto diary = ada.diary();
    EXPECT_EQ(diary.key_frames_seen, 1);
    const auto spent = diary.seen.back() - diary.seen.front();
    EXPECT_GE(spent, (diary.seen.size() - 1) * 10ms) << "they are paced, not poured";
    ada.hang_up();
    EXPECT_TRUE(house.only_left(0));
}

TEST(PicturesMade, ComeBackWithAKeyFrameWhenTheCallerLostThem) {
    House house(cinema(dawn()));
    Caller ada(house.callers(), house.port(), "ada", only_watches);
    ASSERT_TRUE(ada.connect());
    ASSERT_TRUE(ada.until(seen(5)));
    ASSERT_EQ(ada.diary().key_frames_seen, 1);
    ada.request_key_frame();
    EXPECT_TRUE(ada.until(key_frames(2), 5s));
    ada.hang_up();
}

TEST(PicturesMade, BeginAnewForEachCaller) {
    House house(cinema(dawn(10)));
    for (const auto* name : {"ada", "ben"}) {
        Caller caller(house.callers(), house.port(), name, only_watches);
        ASSERT_TRUE(caller.connect());
        EXPECT_TRUE(caller.until([](const Diary& diary) { return diary.end.has_value(); }));
        EXPECT_EQ(caller.diary().seen.size(), 10u);
    }
    EXPECT_TRUE(house.only_left(0));
}

TEST(PicturesMade, EndTheCallWithTheLastOne) {
    House house(cinema(dawn(3)));
    Caller ada(house.callers(), house.port(), "ada", only_watches);
    ASSERT_TRUE(ada.connect());
    EXPECT_TRUE(ada.until([](const Diary& diary) { return diary.end.has_value(); }));
    EXPECT_THAT(ada.diary().told("end_stream"), Contains(HasSubstr("last picture")));
    EXPECT_TRUE(house.only_left(0));
}

TEST(PicturesMade, ThatAreTooLargeEndTheCallAndNobodyElses) {
    const PictureFunction huge = [](const Inputs&) {
        return std::optional(Picture::filled(5000, 2, {0, 0, 0}));
    };
    House house(cinema(huge));
    Caller ada(house.callers(), house.port(), "ada", only_watches);
    ASSERT_TRUE(ada.connect());
    EXPECT_TRUE(ada.until([](const Diary& diary) { return diary.end.has_value(); }));
    EXPECT_THAT(ada.diary().told("error"), testing::SizeIs(1));
    EXPECT_TRUE(house.only_left(0));
}

TEST(PicturesMade, ByAFilterComeBackFromItsOwnEncoder) {
    auto from_camera = std::make_shared<std::atomic<int>>(0);
    const FilterFunction same = [](Picture picture, FilterView&) { return picture; };
    struct Watched : VideoFilter {
        Watched(Call& its_call, FilterFunction function, std::shared_ptr<std::atomic<int>> count)
            : VideoFilter(its_call, std::move(function)), camera_keys(std::move(count)) {}
        Task<> video_receive(VideoFrame frame) override {
            *camera_keys += frame.keyframe();
            return VideoFilter::video_receive(std::move(frame));
        }
        std::shared_ptr<std::atomic<int>> camera_keys;
    };
    House house(Stream({.handler = make<Watched>(same, from_camera)}));
    Caller ada(house.callers(), house.port(), "ada");
    ASSERT_TRUE(ada.connect());
    std::vector<Picture> many;
    for (int i = 0; i < 200; ++i) many.push_back(grey(i));
    ada.show(film(many), 20ms);
    ASSERT_TRUE(ada.until(seen(10)));
    const int asked_of_the_camera = *from_camera;
    const int had = ada.diary().key_frames_seen;
    ada.request_key_frame();
    EXPECT_TRUE(ada.until(key_frames(had + 1), 5s));
    EXPECT_EQ(*from_camera, asked_of_the_camera) << "the camera has nothing to do with it";
    ada.hang_up();
    EXPECT_TRUE(house.only_left(0));
}

}  // namespace
}  // namespace salon::testing_real
