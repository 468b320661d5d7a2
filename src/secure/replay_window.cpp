#include "secure/replay_window.h"

namespace salon::secure {

bool ReplayWindow::is_new(std::uint64_t index) const {
    if (!highest_ || index > *highest_) return true;
    if (*highest_ - index >= size) return false;
    return !seen_[index % size];
}

void ReplayWindow::note(std::uint64_t index) {
    if (!highest_ || index > *highest_) {
        const auto steps = highest_ ? index - *highest_ : size;
        if (steps >= size) {
            seen_.reset();
        } else {
            for (auto skipped = *highest_ + 1; skipped < index; ++skipped) {
                seen_.reset(skipped % size);
            }
        }
        highest_ = index;
    }
    seen_.set(index % size);
}

}  // namespace salon::secure
