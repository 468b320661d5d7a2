#include "server/early_candidates.h"

#include <algorithm>
#include <utility>

namespace salon::server {

bool EarlyCandidates::keep(std::string_view id, std::string_view tab, std::string candidate,
                           Moment now) {
    forget_old(now);
    if (candidate.size() > size_max) return false;
    auto caller = find(id, tab);
    if (caller == callers_.end()) {
        if (callers_.size() == callers_max) callers_.pop_front();
        callers_.push_back(
            {.id = std::string(id), .tab = std::string(tab), .since = now, .candidates = {}});
        caller = std::prev(callers_.end());
    }
    if (caller->candidates.size() == each_max) return false;
    caller->candidates.push_back(std::move(candidate));
    return true;
}

std::vector<std::string> EarlyCandidates::take(std::string_view id, std::string_view tab,
                                               Moment now) {
    forget_old(now);
    const auto caller = find(id, tab);
    if (caller == callers_.end()) return {};
    auto candidates = std::move(caller->candidates);
    callers_.erase(caller);
    return candidates;
}

void EarlyCandidates::forget_old(Moment now) {
    while (!callers_.empty() && callers_.front().since + patience <= now) callers_.pop_front();
}

std::deque<EarlyCandidates::Caller>::iterator EarlyCandidates::find(std::string_view id,
                                                                    std::string_view tab) {
    return std::ranges::find_if(
        callers_, [&](const Caller& caller) { return caller.id == id && caller.tab == tab; });
}

}  // namespace salon::server
