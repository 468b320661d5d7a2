// What a coroutine gives back. It starts when it is awaited or spawned (net/spawn.h), and it stays
// on the executor of the coroutine that awaits it.
//
// Name it, then await it: g++ 12 destroys aggregates, braced lists and capturing lambdas that are
// created inside a co_await expression twice. Parameters are values or outlive the coroutine.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "net/executor.h"

namespace salon {

template <class T = void>
using Task = boost::asio::awaitable<T>;

namespace net {
using salon::Task;
}

}  // namespace salon
