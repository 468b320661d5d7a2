// Call-minutes over four kinds of NAT on both sides, loss up to 20 % and jitter up to 300 ms. The
// test runs a sample; SALON_CALL_MINUTES=10000 runs them all (docs/notes/ice.md).
#include <algorithm>
#include <cstdlib>
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

constexpr NatKind kinds[] = {NatKind::FullCone, NatKind::Restricted, NatKind::PortRestricted,
                             NatKind::Symmetric};
constexpr int sample = 256;
constexpr double audible_min = 0.9;  // FEC brings back four of five that are lost.

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

/// What became of the calls of one kind.
struct Tally {
    int calls = 0;
    int connected = 0;
    int kept = 0;
    Duration slowest{};   ///< To connect.
    double faintest = 1;  ///< The least share of what was said that an end has heard.
    Duration longest_silence{};

    Tally& operator+=(const Tally& other) {
        calls += other.calls;
        connected += other.connected;
        kept += other.kept;
        slowest = std::max(slowest, other.slowest);
        faintest = std::min(faintest, other.faintest);
        longest_silence = std::max(longest_silence, other.longest_silence);
        return *this;
    }
};

/// The rows of the table that a call belongs to.
std::vector<std::string> rows_of(const CallOptions& options) {
    const auto loss = static_cast<int>(options.link.loss * 20) * 5;
    const auto jitter = static_cast<int>(milliseconds(options.link.jitter)) / 100 * 100;
    return {"all", fmt::format("caller {}", to_string(options.caller.nat->kind)),
            fmt::format("callee {}", to_string(options.callee.nat->kind)),
            fmt::format("loss {:2} to {:2} %", loss, loss + 5),
            fmt::format("jitter {:3} to {:3} ms", jitter, jitter + 100)};
}

/// Connects, and speaks for a minute both ways.
Tally call_minute(int number, const CallOptions& options) {
    World world(static_cast<std::uint64_t>(number) + 1);
    Call call(world, options);
    Tally one{.calls = 1};
    if (!call.connect(30s)) {
        fmt::print("call {} did not connect\n", number);
        return one;
    }
    one.connected = 1;
    one.slowest = world.age();
    call.let_speak(1min, 120ms);
    world.run_for(1min + 1s);
    one.faintest = std::min(call.server_hears(), call.browser_hears());
    one.longest_silence =
        std::max(call.server_diary.ear.longest_silence, call.browser_diary.ear.longest_silence);
    one.kept = call.server_diary.endings.empty() && one.faintest > audible_min;
    if (!one.kept) fmt::print("call {} was not kept\n", number);
    return one;
}

void print(std::string_view what, const Tally& tally) {
    fmt::print(
        "{:24} {:5} of {:5} connected, {:5} kept; the slowest in {:.1f} s; at least {:.0f} % "
        "heard, {:.1f} s of silence at most\n",
        what, tally.connected, tally.calls, tally.kept, milliseconds(tally.slowest) / 1000,
        tally.faintest * 100, milliseconds(tally.longest_silence) / 1000);
}

TEST(ManyCallMinutes, AlmostAllConnectAndStayConnected) {
    std::map<std::string, Tally> table;
    for (int number = 0; number < call_minutes(); ++number) {
        const auto options = drawn(number, Random(static_cast<std::uint64_t>(number) + 1'000'001));
        const auto one = call_minute(number, options);
        for (const auto& row : rows_of(options)) table[row] += one;
    }
    for (const auto& [row, tally] : table) print(row, tally);
    const auto& all = table["all"];
    EXPECT_GE(all.connected, all.calls * 0.999);
    EXPECT_GE(all.kept, all.connected * 0.999);
}

}  // namespace
}  // namespace salon::testing_world
