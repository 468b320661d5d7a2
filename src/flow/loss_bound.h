// How much the losses allow to be sent.
//   in   the fates of packets; what is being sent
//   out  an upper bound; none while losses are small
//
// Losses of our own making go away when less is sent, those of a bad radio do not. So a cut is also
// a question: when the next losses have not become fewer, they are held to be unavoidable, the cut
// is taken back, and only losses beyond them count. See docs/decisions/0015.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/time.h"

namespace salon::flow {

class LossBound {
public:
    static constexpr Duration judged_every = 1s;
    static constexpr int packets_min = 40;           ///< Of fewer no share is taken.
    static constexpr double few = 0.02;              ///< Below it the bound grows.
    static constexpr double many = 0.10;             ///< Above it the bound is cut.
    static constexpr double unavoidable_max = 0.25;  ///< No way so bad is given all it takes.

    /// `rate` is what is being sent.
    ///
    /// Thread  one owner; does not block
    void told(int arrived, int lost, std::int64_t rate, Moment now);
    std::optional<std::int64_t> bound() const { return bound_; }

private:
    struct Cut {
        double share;
        std::int64_t from;
    };

    void judge(double share, std::int64_t rate);
    void learn(double share);

    int arrived_ = 0;
    int lost_ = 0;
    std::optional<Moment> begun_;
    std::optional<std::int64_t> bound_;
    std::optional<Cut> cut_;  // Whose outcome is not known yet.
    bool cut_is_felt_ = false;
    double unavoidable_ = 0;
};

}  // namespace salon::flow
