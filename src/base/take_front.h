// The front of a queue, taken out; nothing when it is empty. What an engine's poll() gives back.
#pragma once

#include <deque>
#include <optional>
#include <utility>

namespace salon {

template <class T>
std::optional<T> take_front(std::deque<T>& queue) {
    if (queue.empty()) return std::nullopt;
    // Popped on the way out: with a named result gcc 12 sees variants "used uninitialized".
    struct PopAtEnd {
        std::deque<T>& queue;
        ~PopAtEnd() { queue.pop_front(); }
    };
    const PopAtEnd guard{queue};
    return std::move(queue.front());
}

}  // namespace salon
