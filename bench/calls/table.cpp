#include "calls/table.h"

#include <cstdio>
#include <string>

#include <fmt/format.h>

#include "calls/child.h"
#include "calls/crowd.h"
#include "calls/delays.h"
#include "calls/detection.h"

namespace salon::bench {

namespace {

constexpr double full_core = 0.95;
constexpr double step = 1.15;

void row(std::string_view what, const std::string& measured, std::string_view target = "") {
    fmt::print("| {} | {} | {} |\n", what, measured, target);
    std::fflush(stdout);
}

std::string spread(const Times& times) {
    return fmt::format("p50 {:.2f} ms, p99 {:.2f} ms ({} times)",
                       milliseconds(quantile(times, 0.5)), milliseconds(quantile(times, 0.99)),
                       times.size());
}

std::string text_of(const Load& load) {
    return fmt::format(
        "{}: {:.2f} % of a core each, {:.1f} % of sound and {:.1f} % of pictures back, p99 between "
        "packets {:.0f} ms (callers' own core {:.0f} % busy)",
        load.kept_up() ? "kept up" : "not kept up", 100 * load.server_share / load.callers,
        100 * load.sound_back, 100 * load.pictures_back, milliseconds(load.gap_p99),
        100 * load.callers_share);
}

bool print_delays(const Effort& effort) {
    const Child echo({"serve", "echo"}, Core::Measured);
    const auto delays = echo_delays(echo, effort.calls, effort.clicks);
    row("Delay added to sound by an echo, packet in to packet out", spread(delays), "p99 ≤ 15 ms");
    row("– of it the work; the rest waits for the 20 ms clock",
        fmt::format("{:.2f} ms", milliseconds(quantile(delays, 0))));
    const auto answers = answer_times(echo, effort.offers);
    row("Offer to answer, with its HTTP exchange", spread(answers), "p99 ≤ 5 ms");
    return !delays.empty() && !answers.empty();
}

/// Crowds of growing size, until one is too large. False when nothing was measured.
bool print_crowds(const Child& server, Shape shape, const Effort& effort, std::string_view name) {
    Crowd crowd(server, shape);
    int most = 0;
    const auto look_at = [&](int callers) {
        crowd.grow_to(callers);
        crowd.measure(effort.length / 4);  // What joining has stirred up settles.
        const auto load = crowd.measure(effort.length);
        row(fmt::format("– {} callers", callers), text_of(load));
        if (load.kept_up()) most = callers;
        return load;
    };
    const auto first = look_at(effort.first_crowd);
    auto next = full_core * first.callers / first.server_share;
    for (int i = 0; i < effort.crowds_max && most == crowd.size(); ++i, next *= step) {
        look_at(static_cast<int>(next));
    }
    row(fmt::format("**Callers per core: {}**", name), std::to_string(most));
    return first.lost == 0 && first.pictures_back > 0;
}

bool print_echo(const Effort& effort) {
    const Child echo({"serve", "echo"}, Core::Measured);
    return print_crowds(echo, Shape::Echo, effort, "echo of sound and 30 pictures a second");
}

bool print_critic(const Effort& effort) {
    const Child model({"serve", "model"}, Core::Callers);
    const Child critic({"serve", "critic", model.greeting()}, Core::Measured);
    return print_crowds(critic, Shape::Critic, effort, "art critic, its model elsewhere");
}

bool print_detection(const Effort& effort) {
    const Child detector({"serve", "detector"}, Core::Measured);
    const auto looked = look_through(detector, effort.length);
    row("NanoDet on a camera's picture, VGA", spread(looked.took), "p99 ≤ 100 ms");
    row("– pictures a second through a filter with it, one caller, one core",
        fmt::format("{:.1f}, {:.0f} % of the core", looked.each_second, 100 * looked.core_share),
        "≥ 10");
    return !looked.took.empty() && looked.each_second > 0;
}

void print_memory(const Effort& effort) {
    const Child echo({"serve", "echo"}, Core::Measured);
    Crowd crowd(echo, Shape::Echo);
    const auto visit = [&] {
        crowd.grow_to(effort.visitors);
        crowd.measure(effort.length / 2);
        const auto there = echo.memory_kib();
        crowd.leave();
        return there;
    };
    const auto empty = echo.memory_kib();
    const auto full = visit();
    const auto first = echo.memory_kib();
    visit();
    const auto second = echo.memory_kib();
    visit();
    const auto third = echo.memory_kib();
    row("Memory of an empty server", fmt::format("{:.1f} MiB", static_cast<double>(empty) / 1024));
    row("Memory for each caller", fmt::format("{} KiB", (full - empty) / effort.visitors));
    row(fmt::format("Memory kept when {} callers have left", effort.visitors),
        fmt::format(
            "{} KiB; {} KiB more when as many came and left again, {} KiB more the next time",
            first - empty, second - first, third - second));
}

}  // namespace

bool print_table(const Effort& effort) {
    fmt::print("| What | Measured | Target |\n|---|---|---|\n");
    bool well = print_delays(effort);
    well = print_echo(effort) && well;
    well = print_critic(effort) && well;
    well = print_detection(effort) && well;
    print_memory(effort);
    return well;
}

}  // namespace salon::bench
