#include "ice/open_checks.h"

#include <algorithm>

namespace salon::ice {
namespace {

constexpr Duration hurry_gap = std::chrono::milliseconds(100);  // Sent so lately is soon enough.
constexpr Duration answer_patience = std::chrono::seconds(10);  // For a check that is not repeated.

}  // namespace

void OpenChecks::add(OpenCheck check, Moment now) {
    if (entries_.size() == policy_.open_max) entries_.erase(entries_.begin());
    const auto gap = check.repeats ? policy_.first : answer_patience;
    const int sendings = check.repeats ? 1 : policy_.sendings_max;
    entries_.push_back(
        {.check = std::move(check), .due = now + gap, .gap = gap, .sendings = sendings});
}

bool OpenChecks::has(const stun::TransactionId& transaction) const {
    return std::ranges::any_of(
        entries_, [&](const Entry& entry) { return entry.check.transaction == transaction; });
}

bool OpenChecks::any(const Path& path) const {
    return std::ranges::any_of(entries_, [&](const Entry& entry) {
        return entry.check.repeats && entry.check.path == path;
    });
}

std::optional<OpenCheck> OpenChecks::take(const stun::TransactionId& transaction) {
    const auto found = std::ranges::find_if(
        entries_, [&](const Entry& entry) { return entry.check.transaction == transaction; });
    if (found == entries_.end()) return std::nullopt;
    auto check = std::move(found->check);
    entries_.erase(found);
    return check;
}

const OpenCheck* OpenChecks::repeat_due(Moment now) {
    for (auto& entry : entries_) {
        if (entry.due > now || entry.sendings >= policy_.sendings_max) continue;
        ++entry.sendings;
        entry.gap = std::min(entry.gap * 2, policy_.gap_max);
        entry.due = now + entry.gap;
        return &entry.check;
    }
    return nullptr;
}

std::optional<OpenCheck> OpenChecks::take_given_up(Moment now) {
    for (const auto& entry : entries_) {
        if (entry.due <= now && entry.sendings >= policy_.sendings_max) {
            return take(entry.check.transaction);
        }
    }
    return std::nullopt;
}

void OpenChecks::hurry(const Path& path, Moment now) {
    for (auto& entry : entries_) {
        if (entry.check.path != path || !entry.check.repeats) continue;
        if (now - (entry.due - entry.gap) < hurry_gap) continue;
        entry.due = std::min(entry.due, now);
        entry.gap = policy_.first;
        entry.sendings = 1;
    }
}

void OpenChecks::forget(const Path& path) {
    std::erase_if(entries_, [&](const Entry& entry) { return entry.check.path == path; });
}

Moment OpenChecks::deadline() const {
    auto first = never;
    for (const auto& entry : entries_) first = std::min(first, entry.due);
    return first;
}

}  // namespace salon::ice
