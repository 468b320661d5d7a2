#include "calls/detection.h"

#include <algorithm>
#include <string>

#include <boost/json.hpp>

#include "calls/crowd.h"
#include "net/clock.h"
#include "real/caller.h"

namespace salon::bench {

namespace {

using testing_real::Caller;
using testing_real::Diary;

constexpr Duration frame_interval = 33'333us;

/// The page has one output: the microseconds of the newest picture, as text.
Times times_told(const Diary& diary) {
    Times times;
    for (const auto& told : diary.told("output")) {
        const auto set = boost::json::parse(told);
        for (const auto& [component, value] : set.as_object()) {
            times.emplace_back(std::stoll(std::string(value.as_string())));
        }
    }
    std::ranges::sort(times);
    return times;
}

}  // namespace

Detecting look_through(const Child& detector, Duration length) {
    net::Loop loop;
    Caller caller(loop, detector.port(), "looker");
    if (!caller.connect()) return {};
    caller.show(camera(), frame_interval);
    const auto shown = [](const Diary& diary) { return diary.seen.size() > 5; };
    if (!caller.until(shown)) return {};
    const auto before = caller.diary().seen.size();
    const auto used_before = detector.processor_time();
    const auto start = net::steady_now();
    caller.until([&](const Diary&) { return net::steady_now() - start >= length; }, 2 * length);
    const auto used = detector.processor_time() - used_before;
    const auto diary = caller.diary();
    const auto time = static_cast<double>((net::steady_now() - start).count());
    caller.hang_up();
    return {.took = times_told(diary),
            .each_second = 1e6 * static_cast<double>(diary.seen.size() - before) / time,
            .core_share = static_cast<double>(used.count()) / time};
}

}  // namespace salon::bench
