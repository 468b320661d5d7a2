#include "flow/rate_control.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace salon::flow {
namespace {

constexpr double kept_of_what_came = 0.85;
constexpr double fast_each_second = 1.5;  // While the capacity is unknown.
constexpr double slow_min = 4'000;        // Bits a second, each second.
constexpr double packet_bits = 1200 * 8;
constexpr double frames_per_second = 30;
constexpr Duration reaction = 100ms;  // Of the detector, beyond the round trip.
constexpr Duration passed_max = 1s;
constexpr std::int64_t beyond_acked = 10'000;

double seconds(Duration length) { return static_cast<double>(length.count()) / 1e6; }

}  // namespace

void RateControl::update(Usage usage, std::optional<std::int64_t> acked, Duration round_trip,
                         Moment now) {
    const auto passed = std::min(now - std::exchange(updated_at_, now).value_or(now), passed_max);
    if (acked && capacity_.below(*acked)) capacity_.forget();
    switch (usage) {
        case Usage::Over:
            return decrease(acked, round_trip, now);
        case Usage::Under:  // The queue is emptying: wait for its end.
            return;
        case Usage::Normal:
            return increase(acked, round_trip, passed);
    }
}

// What is sent now is felt a round trip later: only then may it fall again.
void RateControl::decrease(std::optional<std::int64_t> acked, Duration round_trip, Moment now) {
    const auto patience = std::clamp<Duration>(round_trip, 10ms, 200ms) + reaction;
    if (decreased_at_ && now - *decreased_at_ < patience) return;
    decreased_at_ = now;
    if (!acked) return set(rate_ / 2);
    if (capacity_.above(*acked)) capacity_.forget();
    capacity_.overused(*acked);
    set(std::min(rate_, std::lround(static_cast<double>(*acked) * kept_of_what_came)));
}

void RateControl::increase(std::optional<std::int64_t> acked, Duration round_trip,
                           Duration passed) {
    const auto enough = acked ? *acked * 3 / 2 + beyond_acked : limits_.start;
    if (rate_ >= enough) return;  // Who does not use what he has needs no more.
    set(std::min<std::int64_t>(enough, std::lround(grown(round_trip, passed))));
}

double RateControl::grown(Duration round_trip, Duration passed) const {
    const auto rate = static_cast<double>(rate_);
    if (!capacity_.known()) return rate * std::pow(fast_each_second, seconds(passed));
    const double frame = rate / frames_per_second;
    const double packet = frame / std::ceil(frame / packet_bits);
    const double each_second = std::max(slow_min, packet / seconds(round_trip + reaction));
    return rate + each_second * seconds(passed);
}

void RateControl::set(std::int64_t rate) { rate_ = std::clamp(rate, limits_.min, limits_.max); }

}  // namespace salon::flow
