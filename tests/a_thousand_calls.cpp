// A thousand short calls over a thousand bad networks: loss up to 10 %, jitter up to 200 ms,
// reordering, duplication. A failing seed is printed; SALON_SEED replays it alone.
#include <gtest/gtest.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

constexpr std::uint64_t calls = 1000;
constexpr Duration length = 3s;

/// A network and a browser as the seed wants them.
CallOptions drawn(Random random, double loss_max) {
    const auto up_to = [&](Duration most) {
        return Duration(static_cast<Duration::rep>(random.unit() * double(most.count())));
    };
    return {.browser = {.video = random.chance(0.3)},
            .link = {.delay = 1ms + up_to(100ms),
                     .jitter = up_to(200ms),
                     .loss = random.unit() * loss_max,
                     .duplication = random.unit() * 0.05,
                     .reordering = random.unit() * 0.05},
            .setup = random.chance(0.5) ? sdp::Setup::Active : sdp::Setup::Passive};
}

void expect_sound(const Ear& ear) {
    EXPECT_EQ(ear.broken, 0);
    EXPECT_EQ(ear.out_of_order, 0);
}

void expect_pictures(const Eye& eye) {
    EXPECT_EQ(eye.broken, 0);
    EXPECT_EQ(eye.undecodable, 0);
    EXPECT_EQ(eye.time_went_back, 0);
}

/// One call from its offer to its end.
void live_through(Call& call) {
    ASSERT_TRUE(call.connect(15s));
    call.talk(length);
    call.server.send_text("goodbye", call.world.now());
    EXPECT_TRUE(call.world.run_until([&] { return !call.browser_diary.texts.empty(); }, 30s));
    call.server.close(call.world.now());
    call.world.run_for(1s);

    expect_sound(call.server_diary.ear);
    expect_sound(call.browser_diary.ear);
    EXPECT_GT(call.server_hears(), 0.8);
    EXPECT_GT(call.browser_hears(), 0.8);
    expect_pictures(call.server_diary.eye);
    expect_pictures(call.browser_diary.eye);
    EXPECT_EQ(call.server_diary.endings.size(), 1u);
}

TEST(AThousandCalls, ConnectAndStayInOrderOnAnyNetwork) {
    for (const auto seed : seeds(calls)) {
        World world(seed);
        Call call(world, drawn(world.random().fork(), 0.10));
        live_through(call);
        if (HasFailure()) return;
    }
}

TEST(AThousandCalls, AreAudibleAtFivePercentLoss) {
    double audible = 0;
    double worst = 1;
    const auto all = seeds(200);
    for (const auto seed : all) {
        World world(seed);
        auto options = drawn(world.random().fork(), 0.10);
        options.browser.video = false;
        options.link.loss = 0.05;
        Call call(world, options);
        ASSERT_TRUE(call.connect(15s));
        call.talk(10s);
        const auto heard = std::min(call.server_hears(), call.browser_hears());
        EXPECT_GT(heard, 0.96);
        worst = std::min(worst, heard);
        audible += heard / static_cast<double>(all.size());
        if (HasFailure()) return;
    }
    EXPECT_GT(audible, 0.98);
    RecordProperty("audible_share", std::to_string(audible));
    RecordProperty("worst_call", std::to_string(worst));
}

}  // namespace
}  // namespace salon::testing_world
