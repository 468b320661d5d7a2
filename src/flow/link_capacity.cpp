#include "flow/link_capacity.h"

#include <algorithm>
#include <cmath>

namespace salon::flow {
namespace {

constexpr double weight_of_the_newest = 0.05;

double kilobits(std::int64_t bitrate) { return static_cast<double>(bitrate) / 1'000; }

}  // namespace

void LinkCapacity::overused(std::int64_t acked) {
    const double sample = kilobits(acked);
    const double error = kilobits_.value_or(sample) - sample;
    kilobits_ = sample + (1 - weight_of_the_newest) * error;
    const double norm = std::max(*kilobits_, 1.0);
    variance_ += weight_of_the_newest * (error * error / norm - variance_);
    variance_ = std::clamp(variance_, 0.4, 2.5);
}

bool LinkCapacity::below(std::int64_t bitrate) const {
    return kilobits_ && kilobits(bitrate) > *kilobits_ + reach();
}

bool LinkCapacity::above(std::int64_t bitrate) const {
    return kilobits_ && kilobits(bitrate) < *kilobits_ - reach();
}

double LinkCapacity::reach() const { return 3 * std::sqrt(variance_ * *kilobits_); }

}  // namespace salon::flow
