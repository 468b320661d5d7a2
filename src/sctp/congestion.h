// How much may be under way (RFC 9260 §7.2): slow start, congestion avoidance, fast recovery.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>

#include "sctp/tsn.h"

namespace salon::sctp {

class Congestion {
public:
    explicit Congestion(std::size_t packet_size)
        : packet_(packet_size), window_(std::min(4 * packet_, std::max(2 * packet_, initial))) {}

    std::size_t window() const { return window_; }
    bool recovering() const { return recovery_end_.has_value(); }

    /// The cumulative point moved to `cumulative`; `acknowledged` bytes arrived while `in_flight`
    /// had been under way.
    void acknowledged(Tsn cumulative, std::size_t acknowledged, std::size_t in_flight) {
        if (recovery_end_ && cumulative >= *recovery_end_) recovery_end_.reset();
        if (recovery_end_ || in_flight + packet_ <= window_) return;  // Unused windows do not grow.
        if (window_ <= threshold_) {
            window_ += std::min(acknowledged, packet_);
            return;
        }
        partly_ += acknowledged;
        if (partly_ < window_) return;
        partly_ -= window_;
        window_ += packet_;
    }

    /// A chunk counts as lost by gap reports; `highest_sent` ends the recovery.
    void lost(Tsn highest_sent) {
        if (recovery_end_) return;
        recovery_end_ = highest_sent;
        threshold_ = std::max(window_ / 2, 4 * packet_);
        window_ = threshold_;
        partly_ = 0;
    }

    void timed_out() {
        recovery_end_.reset();
        threshold_ = std::max(window_ / 2, 4 * packet_);
        window_ = packet_;
        partly_ = 0;
    }

private:
    static constexpr std::size_t initial = 4404;

    std::size_t packet_;
    std::size_t window_;
    std::size_t threshold_ = ~std::size_t{0};
    std::size_t partly_ = 0;
    std::optional<Tsn> recovery_end_;
};

}  // namespace salon::sctp
