// Waits, on a thread of its own, for a coroutine on a loop: for programs' main functions and tests.
#pragma once

#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "net/loop.h"
#include "net/task.h"

namespace salon::net {

/// Runs `task` on `loop` and gives what it gives.
///
/// Errors  whatever the task throws
/// Thread  any but the loop's own; blocks
template <class T>
T run_on(Loop& loop, Task<T> task) {
    return boost::asio::co_spawn(loop.executor(), std::move(task), boost::asio::use_future).get();
}

}  // namespace salon::net
