// A filter in a call: the slider reaches the very next picture, the newest picture wins, and what
// the function sets comes to the page a few times a second.
#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>

#include <gmock/gmock.h>

#include "edge/house.h"
#include "media/draw.h"
#include "session/video_filter.h"
#include "ui/components.h"

namespace salon::testing_real {
namespace {

using testing::Each;
using testing::Ge;
using testing::Le;
using testing::SizeIs;

constexpr int side = 64;
constexpr Duration camera_interval = 50ms;

/// What the detector would have found: two things, one of them doubtful.
struct Thing {
    double score;
    Box box;
};
constexpr std::array things{Thing{0.9, {0, 0, 32, 32}}, Thing{0.5, {32, 32, 32, 32}}};

Picture marked(Picture picture, double threshold) {
    for (const auto& thing : things) {
        if (thing.score >= threshold) draw_box(picture, thing.box, {255, 255, 255}, 16);
    }
    return picture;
}

bool bright_at(const I420Picture& picture, std::size_t x, std::size_t y) {
    return picture.y[y * static_cast<std::size_t>(picture.width) + x] > 128;
}

/// What went to the caller, each picture with the inputs as they were by then.
class Reel {
public:
    struct Shot {
        double threshold;
        ByteBuffer bytes;
    };

    void add(Shot shot) {
        {
            const std::scoped_lock lock(mutex_);
            shots_.push_back(std::move(shot));
        }
        grown_.notify_all();
    }
    /// All so far, as soon as `count` of them were sent at this threshold.
    std::vector<Shot> with(std::ptrdiff_t count, double threshold) {
        std::unique_lock lock(mutex_);
        const auto enough = [&] {
            return std::ranges::count(shots_, threshold, &Shot::threshold) >= count;
        };
        EXPECT_TRUE(grown_.wait_for(lock, 20s, enough));
        return shots_;
    }

private:
    std::mutex mutex_;
    std::condition_variable grown_;
    std::vector<Shot> shots_;
};

/// A filter whose pictures are noted on their way out, on the call's own strand.
class Filmed : public VideoFilter {
public:
    Filmed(Call& call, FilterFunction function, Slider threshold, Reel* reel)
        : VideoFilter(call, std::move(function)), threshold_(std::move(threshold)), reel_(*reel) {}

    Task<VideoFrame> video_emit() override {
        auto frame = co_await VideoFilter::video_emit();
        reel_.add({call().inputs()[threshold_], frame.encoded().bytes});
        co_return frame;
    }

private:
    Slider threshold_;
    Reel& reel_;
};

/// How many pictures went out after the inputs had changed and before the doubtful box did.
std::vector<int> pictures_late(const std::vector<Reel::Shot>& shots) {
    codec::Vp8Decoder decoder;
    std::vector<int> late;
    double before = shots.front().threshold;
    bool waiting = false;
    for (const auto& shot : shots) {
        const auto picture = decoder.decode(shot.bytes);
        if (!picture || !*picture) continue;
        if (shot.threshold != before) late.push_back(0);
        waiting = shot.threshold != before || waiting;
        before = shot.threshold;
        EXPECT_TRUE(bright_at(**picture, 8, 8)) << "the certain box is always there";
        waiting = waiting && bright_at(**picture, 56, 56) != (things[1].score >= before);
        if (waiting) ++late.back();
    }
    return late;
}

Film grey_film() { return film(Picture::filled(side, side, {60, 60, 60})); }

TEST(AFilter, ShowsTheSlidersNewValueWithinTwoPictures) {
    Reel reel;
    const Slider threshold({.minimum = 0, .maximum = 1, .step = 0.1, .value = 0.3});
    const FilterFunction mark = [threshold](Picture picture, FilterView& view) {
        return marked(std::move(picture), view.inputs[threshold]);
    };
    House house(Stream(
        {.handler = make<Filmed>(mark, threshold, &reel), .additional_inputs = {threshold}}));
    Caller ada(house.callers(), house.port(), "ada");
    ASSERT_TRUE(ada.connect());
    ada.show(grey_film(), camera_interval);
    std::ptrdiff_t rounds = 1;
    for (; rounds <= 5; ++rounds) {
        reel.with(5 * rounds, 0.3);
        ASSERT_EQ(ada.input(threshold.id(), 0.7).status, 200);
        reel.with(5 * rounds, 0.7);
        ASSERT_EQ(ada.input(threshold.id(), 0.3).status, 200);
    }
    const auto late = pictures_late(reel.with(5 * rounds, 0.3));
    EXPECT_THAT(late, SizeIs(10));
    EXPECT_THAT(late, Each(Le(1)));  // The one that was being looked at.
    ada.hang_up();
    EXPECT_TRUE(house.only_left(0));
}

/// The shades of grey that have come in and that the function was shown.
class Shades {
public:
    void arrived(int shade) {
        {
            const std::scoped_lock lock(mutex_);
            arrived_.push_back(shade);
        }
        changed_.notify_all();
    }
    /// Notes how many pictures came in after this one, and keeps the function busy until `count`
    /// more are waiting.
    void shown(int shade, std::size_t count) {
        std::unique_lock lock(mutex_);
        const auto there = std::ranges::find(arrived_.rbegin(), arrived_.rend(), shade);
        newer_.push_back(there - arrived_.rbegin());
        const auto enough = arrived_.size() + count;
        changed_.notify_all();
        changed_.wait_for(lock, 20s, [&] { return over_ || arrived_.size() >= enough; });
    }
    /// Nobody is kept busy any more.
    void over() {
        {
            const std::scoped_lock lock(mutex_);
            over_ = true;
        }
        changed_.notify_all();
    }
    std::vector<std::ptrdiff_t> newer(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, 20s, [&] { return newer_.size() >= count; });
        return newer_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<int> arrived_;
    std::vector<std::ptrdiff_t> newer_;
    bool over_ = false;
};

constexpr int shade_step = 20;

int shade_of(int luma) { return (luma + shade_step / 2) / shade_step; }

/// A filter that knows the shade of each picture as it comes in.
class Compared : public VideoFilter {
public:
    Compared(Call& call, FilterFunction function, Shades* shades)
        : VideoFilter(call, std::move(function)), shades_(*shades) {}

    Task<> video_receive(VideoFrame frame) override {
        const auto picture = decoder_.decode(frame.encoded().bytes);
        if (picture && *picture) shades_.arrived(shade_of((*picture)->y.front()));
        return VideoFilter::video_receive(std::move(frame));
    }

private:
    Shades& shades_;
    codec::Vp8Decoder decoder_;
};

/// Ten shades of grey, one after the other.
Film shaded_film() {
    std::vector<Picture> pictures;
    for (int i = 0; i < 10; ++i) {
        const auto luma = static_cast<std::uint8_t>(shade_step * (i + 2));
        pictures.push_back(to_rgb(I420Picture{side, side, ByteBuffer(side * side, luma),
                                              ByteBuffer(side * side / 4, 128),
                                              ByteBuffer(side * side / 4, 128)}));
    }
    return film(pictures);
}

TEST(AFilter, IsShownTheNewestPictureWhenItWasBusy) {
    constexpr std::size_t missed = 4;
    Shades shades;
    const FilterFunction watch = [&](Picture picture, FilterView&) {
        shades.shown(shade_of(to_i420(picture).y.front()), missed);
        return picture;
    };
    House house(Stream({.handler = make<Compared>(watch, &shades)}));
    Caller ada(house.callers(), house.port(), "ada");
    ASSERT_TRUE(ada.connect());
    ada.show(shaded_film(), camera_interval);
    const auto newer = shades.newer(8);
    shades.over();
    EXPECT_THAT(newer, SizeIs(Ge(8)));
    EXPECT_THAT(newer, Each(Le(1)));  // One may come while the newest is being decoded.
    ada.hang_up();
    EXPECT_TRUE(house.only_left(0));
}

TEST(AFilter, TellsThePageAFewTimesASecondAndTheNewest) {
    const Markdown count("nothing yet");
    auto number = std::make_shared<std::atomic<int>>(0);
    const FilterFunction counting = [=](Picture picture, FilterView& view) {
        view.set(count, "an old value");
        view.set(count, "picture " + std::to_string(++*number));
        return picture;
    };
    House house(Stream({.handler = filter(counting), .additional_outputs = {count}}));
    Caller ada(house.callers(), house.port(), "ada");
    ASSERT_TRUE(ada.connect());
    ada.show(grey_film(), 20ms);
    const auto began = net::steady_now();
    ASSERT_TRUE(ada.until([&](const Diary&) { return *number >= 60; }));
    const auto told = ada.diary().told("output");
    const auto most = (net::steady_now() - began) / VideoFilter::outputs_apart + 2;
    EXPECT_THAT(told, SizeIs(testing::AllOf(Ge(3), Le(most))));
    EXPECT_THAT(told, Each(testing::HasSubstr("picture ")));
    ada.hang_up();
}

TEST(AFilter, ThatSetsWhatIsNoOutputEndsTheCall) {
    const Markdown stranger("not on this page");
    const FilterFunction wrong = [=](Picture picture, FilterView& view) {
        view.set(stranger, "hello");
        return picture;
    };
    House house(Stream({.handler = filter(wrong)}));
    Caller ada(house.callers(), house.port(), "ada");
    ASSERT_TRUE(ada.connect());
    ada.show(grey_film(), camera_interval);
    EXPECT_TRUE(ada.until([](const Diary& diary) { return diary.end.has_value(); }));
    EXPECT_THAT(ada.diary().told("error"), SizeIs(1));
    EXPECT_TRUE(house.only_left(0));
}

}  // namespace
}  // namespace salon::testing_real
