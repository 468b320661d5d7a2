// Waits, on a thread of its own, for a coroutine on a loop: for programs' main functions and tests.
#pragma once

#include <exception>
#include <future>
#include <memory>
#include <type_traits>
#include <utility>

#include "net/loop.h"
#include "net/spawn.h"
#include "net/task.h"

namespace salon::net {

namespace detail {

template <class T>
Task<> fulfil(std::shared_ptr<std::promise<T>> promise, Task<T> task) {
    try {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(task);
            promise->set_value();
        } else {
            promise->set_value(co_await std::move(task));
        }
    } catch (...) {
        promise->set_exception(std::current_exception());
    }
}

}  // namespace detail

/// Runs `task` on `loop` and gives what it gives.
///
/// Errors  whatever the task throws
/// Thread  any but the loop's own; blocks
template <class T>
T run_on(Loop& loop, Task<T> task) {
    const auto promise = std::make_shared<std::promise<T>>();
    auto outcome = promise->get_future();
    spawn(loop.executor(), "net", detail::fulfil(promise, std::move(task)));
    return outcome.get();
}

}  // namespace salon::net
