#include "flow/nack_ledger.h"

#include <algorithm>

#include "base/check.h"

namespace salon::flow {

bool NackLedger::arrived(Sequence sequence, Moment now) {
    const auto previous = highest_.value_or(sequence);
    if (sequence <= previous) {  // The first packet, a late one, or an answer to our NACK.
        highest_ = previous;
        missing_.erase(sequence);
        return true;
    }

    highest_ = sequence;
    const auto skipped = static_cast<std::size_t>(sequence.value() - previous.value() - 1);
    if (missing_.size() + skipped > policy_.missing_max) {
        missing_.clear();
        return false;
    }
    for (auto lost = rtp::next(previous); lost < sequence; lost = rtp::next(lost)) {
        missing_.emplace(lost, Ask{.due = now + policy_.patience});
    }
    check(missing_.size() <= policy_.missing_max);
    return true;
}

std::vector<Sequence> NackLedger::take_due(Moment now) {
    std::vector<Sequence> due;
    for (auto& [sequence, ask] : missing_) {
        if (ask.due > now) continue;
        if (due.size() == policy_.due_max) break;
        due.push_back(sequence);
        ask.due = now + policy_.retry_every;
        ++ask.count;
    }
    std::erase_if(missing_, [&](const auto& gap) { return gap.second.count >= policy_.asks_max; });
    return due;
}

void NackLedger::forget_before(Sequence sequence) {
    missing_.erase(missing_.begin(), missing_.lower_bound(sequence));
    const Sequence before(sequence.value() - 1);
    highest_ = std::max(highest_.value_or(before), before);
}

Moment NackLedger::deadline() const {
    Moment earliest = never;
    for (const auto& [sequence, ask] : missing_) earliest = std::min(earliest, ask.due);
    return earliest;
}

}  // namespace salon::flow
