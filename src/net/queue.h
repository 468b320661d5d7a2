// A bounded queue between coroutines of one strand, with its overflow rule in the name of the push.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "base/check.h"
#include "net/signal.h"

namespace salon::net {

template <class T>
class Queue {
public:
    Queue(Executor executor, std::size_t items_max)
        : arrived_(std::move(executor)), items_max_(items_max) {
        check(items_max > 0);
    }

    /// Returns false when the queue was full and its oldest item had to go.
    ///
    /// Thread  strand; does not block
    bool push_drop_oldest(T item) {
        const bool room = items_.size() < items_max_;
        if (!room) items_.pop_front();
        items_.push_back(std::move(item));
        arrived_.notify();
        return room;
    }

    /// Returns false, and leaves `item` out, when the queue is full.
    bool push_refuse(T item) {
        if (items_.size() >= items_max_) return false;
        items_.push_back(std::move(item));
        arrived_.notify();
        return true;
    }

    /// Waits for an item.
    ///
    /// Errors  boost::system::system_error (operation_aborted) when the coroutine is cancelled
    /// Thread  strand; does not block
    Task<T> pop() {
        while (items_.empty()) co_await arrived_.wait();
        co_return take();
    }

    /// As `pop`; nothing when `moment` came first.
    Task<std::optional<T>> pop_until(Moment moment) {
        while (items_.empty()) {
            const bool woken = co_await arrived_.wait_until(moment);
            if (!woken && items_.empty()) co_return std::nullopt;
        }
        co_return take();
    }

    std::optional<T> try_pop() {
        if (items_.empty()) return std::nullopt;
        return take();
    }

    void clear() { items_.clear(); }
    std::size_t size() const { return items_.size(); }
    bool empty() const { return items_.empty(); }

private:
    T take() {
        T item = std::move(items_.front());
        items_.pop_front();
        return item;
    }

    Signal arrived_;
    std::size_t items_max_;
    std::deque<T> items_;
};

}  // namespace salon::net
