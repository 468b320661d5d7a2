#include "server/visitors.h"

#include <algorithm>
#include <iterator>

namespace salon::server {

std::shared_ptr<Visitor> Visitors::of(std::string_view session, Moment now) {
    forget_stale(now);
    const auto found = by_session_.find(session);
    if (found != by_session_.end()) {
        entries_.splice(entries_.end(), entries_, found->second);
    } else {
        make_room();
        entries_.push_back(
            {.session = std::string(session), .visitor = std::make_shared<Visitor>(), .last = now});
        by_session_.emplace(session, std::prev(entries_.end()));
    }
    entries_.back().last = now;
    return entries_.back().visitor;
}

FileBytes Visitors::file(std::string_view name) const {
    for (const auto& entry : entries_) {
        if (auto bytes = entry.visitor->file(name)) return bytes;
    }
    return nullptr;
}

void Visitors::forget(std::list<Entry>::iterator entry) {
    by_session_.erase(entry->session);
    entries_.erase(entry);
}

void Visitors::forget_stale(Moment now) {
    auto entry = entries_.begin();
    while (entry != entries_.end() && entry->last + policy_.patience < now) {
        const auto old = entry++;
        if (!old->visitor->in_call()) forget(old);
    }
}

void Visitors::make_room() {
    if (entries_.size() < policy_.visitors_max) return;
    const auto idle = std::ranges::find_if(
        entries_, [](const Entry& entry) { return !entry.visitor->in_call(); });
    if (idle != entries_.end()) forget(idle);
}

}  // namespace salon::server
