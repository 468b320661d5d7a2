// Runs a scripted exchange again and again, breaking it one datagram later each time, until a run
// needs no more datagrams than have been broken. What must hold after each break, `exchange` says.
//
//   fail_at_each_step(Break::CutsTheLine, 7, [](World& world, std::int64_t step) {
//       auto call = make_call(world);
//       world.run_for(60s);
//       EXPECT_EQ(call.endings, 1) << "after step " << step;
//   });
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "world/world.h"

namespace salon::testing_world {

enum class Break {
    LosesOne,     ///< Only the n-th datagram is lost: the exchange should recover.
    CutsTheLine,  ///< It and everything after it is lost: the exchange should end cleanly.
};

/// Returns how many steps were broken; at most `steps_max`.
inline std::int64_t fail_at_each_step(
    Break how, std::uint64_t seed,
    const std::function<void(World& world, std::int64_t step)>& exchange,
    std::int64_t steps_max = 300) {
    for (std::int64_t step = 0; step < steps_max; ++step) {
        World world(seed);
        if (how == Break::LosesOne) world.lose_only(step);
        if (how == Break::CutsTheLine) world.lose_from(step);
        exchange(world, step);
        if (testing::Test::HasFailure() || world.sent() <= step) return step;
    }
    return steps_max;
}

}  // namespace salon::testing_world
