#include "session/sources.h"

#include <algorithm>

namespace salon::session {

namespace {

bool is_of(const Sources::Owner& owner, const std::shared_ptr<PeerLine>& line) {
    return !owner.line.owner_before(line) && !line.owner_before(owner.line);
}

}  // namespace

void Sources::note(std::uint32_t ssrc, std::size_t exchange,
                   const std::shared_ptr<PeerLine>& line) {
    const std::scoped_lock lock(mutex_);
    auto& owners = by_ssrc_[ssrc].owners;
    const auto same = [&](const Owner& owner) { return is_of(owner, line); };
    if (owners.size() == lines_each_max || std::ranges::any_of(owners, same)) return;
    owners.push_back({.exchange = exchange, .line = line});
}

void Sources::forget(const std::shared_ptr<PeerLine>& line) {
    const std::scoped_lock lock(mutex_);
    for (auto& [ssrc, source] : by_ssrc_) {
        std::erase_if(source.owners, [&](const Owner& owner) { return is_of(owner, line); });
    }
    std::erase_if(by_ssrc_, [](const auto& entry) { return entry.second.owners.empty(); });
}

std::vector<Sources::Owner> Sources::take_stray(std::uint32_t ssrc, Moment now) {
    const std::scoped_lock lock(mutex_);
    const auto found = by_ssrc_.find(ssrc);
    if (found == by_ssrc_.end()) return {};
    auto& source = found->second;
    if (now - 1s >= source.second_began) {
        source.second_began = now;
        source.strays = 0;
    }
    if (source.strays == strays_a_second_max) return {};
    ++source.strays;
    return source.owners;
}

}  // namespace salon::session
