#include "critic/handle_store.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace salon::critic {

std::string HandleStore::keep(Mind mind, Moment now) {
    auto handle = fmt::format("{:016x}{:016x}", random_(), random_());
    if (kept_.size() >= kept_max) kept_.pop_front();
    kept_.push_back({.handle = handle, .mind = std::move(mind), .until = now + lifetime});
    return handle;
}

void HandleStore::forget(const std::string& handle) {
    std::erase_if(kept_, [&](const Kept& kept) { return kept.handle == handle; });
}

std::optional<Mind> HandleStore::find(const std::string& handle, Moment now) const {
    const auto found = std::ranges::find(kept_, handle, &Kept::handle);
    if (found == kept_.end() || found->until <= now) return std::nullopt;
    return found->mind;
}

}  // namespace salon::critic
