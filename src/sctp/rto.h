// How long to wait for an acknowledgement (RFC 9260 §6.3.1).
//
// The RFC's 1 s start and minimum are for paths nobody knows. Ours has just carried ICE and DTLS,
// and peers acknowledge our last chunk at once (the I bit), so we start at 500 ms and go down to
// 200 ms: above the 200 ms within which peers may delay other acknowledgements only by the round
// trip itself.
#pragma once

#include <algorithm>

#include "base/time.h"

namespace salon::sctp {

inline constexpr Duration rto_initial = 500ms;
inline constexpr Duration rto_min = 200ms;
inline constexpr Duration rto_max = 10s;

class Rto {
public:
    Duration value() const { return value_; }

    void measured(Duration round_trip) {
        if (smoothed_ == Duration::zero()) {
            smoothed_ = round_trip;
            variation_ = round_trip / 2;
        } else {
            variation_ += (std::chrono::abs(smoothed_ - round_trip) - variation_) / 4;
            smoothed_ += (round_trip - smoothed_) / 8;
        }
        forget_back_off();
    }

    void back_off() { value_ = std::min(2 * value_, rto_max); }

    /// Something new got through. The RFC keeps the doubled value until a round trip is measured,
    /// which chunks sent twice cannot give: a bad second would cost ten more.
    void forget_back_off() {
        if (smoothed_ == Duration::zero()) {
            value_ = rto_initial;
        } else {
            value_ = std::clamp(smoothed_ + 4 * variation_, rto_min, rto_max);
        }
    }

private:
    Duration value_ = rto_initial;
    Duration smoothed_ = Duration::zero();
    Duration variation_ = Duration::zero();
};

}  // namespace salon::sctp
