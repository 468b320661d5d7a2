// Call-minutes over four kinds of NAT on both sides, loss up to 20 % and jitter up to 300 ms. The
// test runs a sample; SALON_CALL_MINUTES=10000 runs what issue 3 asks for.
#include <cstdlib>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

constexpr NatKind kinds[] = {NatKind::FullCone, NatKind::Restricted, NatKind::PortRestricted,
                             NatKind::Symmetric};
constexpr int sample = 64;

int call_minutes() {
    const char* wanted = std::getenv("SALON_CALL_MINUTES");
    return wanted != nullptr ? std::atoi(wanted) : sample;
}

CallOptions drawn(int number, Random random) {
    const auto n = static_cast<std::size_t>(number);
    return {.browser = {.video = false},
            .link = {.delay = 10ms + Duration(random.below(90'000)),
                     .jitter = Duration(random.below(300'000)),
                     .loss = random.unit() * 0.2},
            .setup = sdp::Setup::Active,
            .ice = peer::Ice::Full,
            .caller = {.nat = NatPolicy{.kind = kinds[n % 4]}, .relay = random.chance(0.5)},
            .callee = {.nat = NatPolicy{.kind = kinds[n / 4 % 4]}, .relay = true}};
}

TEST(ManyCallMinutes, AlmostAllConnectAndStayConnected) {
    const int wanted = call_minutes();
    int connected = 0;
    int kept = 0;
    Duration longest{};
    for (int number = 0; number < wanted; ++number) {
        World world(static_cast<std::uint64_t>(number) + 1);
        Call call(world, drawn(number, Random(world.seed() + 1'000'000)));
        if (!call.connect(30s)) {
            fmt::print("call {} did not connect\n", number);
            continue;
        }
        ++connected;
        longest = std::max(longest, world.age());
        call.let_speak(2s);
        world.run_for(1min);
        const bool heard = call.server_diary.ear.whole > 50 && call.browser_diary.ear.whole > 50;
        kept += call.server_diary.endings.empty() && heard;
    }
    fmt::print("{} of {} connected, {} kept; the slowest took {} ms\n", connected, wanted, kept,
               milliseconds(longest));
    EXPECT_GE(connected, wanted * 0.999);
    EXPECT_GE(kept, connected * 0.999);
}

}  // namespace
}  // namespace salon::testing_world
