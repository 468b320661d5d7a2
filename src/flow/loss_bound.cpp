#include "flow/loss_bound.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace salon::flow {
namespace {

constexpr double felt = 0.8;     // What a cut must make of losses of our own making.
constexpr double growth = 1.08;  // Of the bound, each time losses are few.
constexpr double lifted = 2;     // Times what is sent: the bound bounds nothing any more.

std::int64_t times(std::int64_t rate, double factor) {
    return std::lround(static_cast<double>(rate) * factor);
}

}  // namespace

void LossBound::told(int arrived, int lost, std::int64_t rate, Moment now) {
    if (!begun_) begun_ = now;
    arrived_ += arrived;
    lost_ += lost;
    if (now - *begun_ < judged_every || arrived_ + lost_ < packets_min) return;
    begun_ = now;
    const int all = std::exchange(arrived_, 0) + lost_;
    judge(static_cast<double>(std::exchange(lost_, 0)) / all, rate);
}

void LossBound::judge(double share, std::int64_t rate) {
    if (cut_ && !std::exchange(cut_is_felt_, true)) return;  // Half of it left before the cut.
    if (cut_) learn(share);
    unavoidable_ = std::min(unavoidable_, share);
    const double own = share - unavoidable_;
    if (own > many) {
        cut_ = Cut{.share = share, .from = rate};
        cut_is_felt_ = false;
        bound_ = times(rate, 1 - own / 2);
    } else if (own < few && bound_) {
        bound_ = times(*bound_, growth);
        if (*bound_ > times(rate, lifted)) bound_.reset();
    }
}

void LossBound::learn(double share) {
    const auto cut = *std::exchange(cut_, std::nullopt);
    if (share < cut.share * felt) return;
    unavoidable_ = std::min(share, unavoidable_max);
    bound_ = cut.from;
}

}  // namespace salon::flow
