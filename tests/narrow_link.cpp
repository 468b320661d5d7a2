// Pictures of our own making, on their way to a caller whose link is narrow: the source follows the
// bitrate that the caller's feedback allows, so every picture arrives, and soon.
#include <gmock/gmock.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

constexpr Duration picture_pace = 33'333us;
constexpr Duration delay = 20ms;

/// A call whose server shows what it has made, as a video filter does, and speaks.
class NarrowLink {
public:
    explicit NarrowLink(std::uint64_t seed) : world(seed) {}

    bool connect(std::int64_t rate) {
        set(rate);
        if (!call.connect()) return false;
        call.let_speak(10min);
        world.every(picture_pace, [this] {
            film();
            return true;
        });
        return true;
    }
    void set(std::int64_t rate, double loss = 0) {
        world.link(call.door, call.home,
                   {.delay = delay, .loss = loss, .rate = rate, .queue = 500ms});
    }

    /// What the caller sees in the next `length`.
    Eye see_for(Duration length) {
        auto& eye = call.browser_diary.eye;
        eye.frames = 0;
        eye.latest = 0ms;
        eye.longest_freeze = 0ms;
        filmed_ = 0;
        bytes_ = 0;
        world.run_for(length);
        return eye;
    }
    /// Of the pictures made meanwhile.
    double seen_share() const { return double(call.browser_diary.eye.frames) / double(filmed_); }
    double megabits() const { return double(bytes_) * 8 / 1e6; }

    World world;
    Call call{world};

private:
    void film() {
        const bool keyframe = call.server_diary.keyframes_wanted > keyframes_;
        keyframes_ = call.server_diary.keyframes_wanted;
        const auto each = call.server.video_bitrate() / 8 / 30;
        const auto size = static_cast<std::size_t>(keyframe ? 4 * each : each);
        call.server.send_video(filmed(number_++, keyframe, size, world.now()), world.now());
        ++filmed_;
        bytes_ += size;
    }

    std::uint32_t number_ = 0;
    int keyframes_ = 0;
    std::int64_t filmed_ = 0;
    std::size_t bytes_ = 0;
};

TEST(PicturesOverANarrowLink, AllArriveAndSoon) {
    for (const auto seed : seeds(5)) {
        NarrowLink link(seed);
        ASSERT_TRUE(link.connect(600'000));
        link.see_for(10s);
        const auto eye = link.see_for(30s);
        EXPECT_GT(link.seen_share(), 0.99);
        EXPECT_LT(eye.latest, delay + 250ms);
        EXPECT_LT(eye.longest_freeze, 300ms);
        EXPECT_GT(link.megabits() / 30, 0.6 * 0.6);
        EXPECT_EQ(eye.undecodable + eye.broken, 0);
    }
}

TEST(PicturesOverANarrowLink, GrowWhereThereIsRoom) {
    NarrowLink link(1);
    ASSERT_TRUE(link.connect(20'000'000));
    link.see_for(8s);
    EXPECT_GT(link.call.server.video_bitrate(), 2'000'000);
    EXPECT_LT(link.see_for(10s).latest, delay + 50ms);
    EXPECT_EQ(link.seen_share(), 1);
}

TEST(PicturesOverANarrowLink, ShrinkAtOnceWhenTheLinkDoes) {
    NarrowLink link(2);
    ASSERT_TRUE(link.connect(2'000'000));
    link.see_for(15s);
    link.set(700'000);
    EXPECT_LT(link.see_for(5s).longest_freeze, 2500ms);  // What the old size filled must drain.
    const auto after = link.see_for(15s);
    EXPECT_LT(after.latest, delay + 250ms);
    EXPECT_GT(link.seen_share(), 0.99);
    EXPECT_GT(link.megabits() / 15, 0.6 * 0.7);
}

TEST(PicturesOverANarrowLink, KeepTheirSizeUnderRandomLoss) {
    NarrowLink link(3);
    ASSERT_TRUE(link.connect(0));
    link.see_for(10s);
    link.set(0, 0.1);
    link.see_for(30s);
    EXPECT_GT(link.call.server.video_bitrate(), 500'000);
}

TEST(PicturesOverANarrowLink, LeaveTheSoundAlone) {
    NarrowLink link(4);
    ASSERT_TRUE(link.connect(600'000));
    link.see_for(30s);
    link.call.browser_diary.ear.latest = 0ms;
    link.see_for(30s);
    EXPECT_LT(link.call.browser_diary.ear.latest, delay + 250ms);
    EXPECT_GT(link.call.browser_hears(), 0.99);
}

}  // namespace
}  // namespace salon::testing_world
