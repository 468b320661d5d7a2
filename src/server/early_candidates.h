// Candidates that have overtaken their offer: a page trickles as soon as it gathers, and two
// requests keep no order.
//
//   in   candidates of callers whom nobody knows yet
//   out  the same, once, to the call of that name and tab
//
// Bounded in callers, candidates, bytes and time. No clock of its own; lives where Reception does.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace salon::server {

class EarlyCandidates {
public:
    static constexpr std::size_t callers_max = 256;                 ///< drop_oldest
    static constexpr std::size_t each_max = 32;                     ///< refuse
    static constexpr std::size_t size_max = 512;                    ///< Of one; refuse.
    static constexpr Duration patience = std::chrono::seconds(10);  ///< For the offer.

    /// Returns false when there is no room for it.
    bool keep(std::string_view id, std::string_view tab, std::string candidate, Moment now);
    /// Those of the caller, in their order; they are not kept any longer.
    std::vector<std::string> take(std::string_view id, std::string_view tab, Moment now);

private:
    struct Caller {
        std::string id;
        std::string tab;
        Moment since;
        std::vector<std::string> candidates;
    };

    void forget_old(Moment now);
    std::deque<Caller>::iterator find(std::string_view id, std::string_view tab);

    std::deque<Caller> callers_;  // The oldest first.
};

}  // namespace salon::server
