// Where a coroutine or a callback runs: one loop's executor. A loop has one thread, so everything
// on one executor is a strand.
#pragma once

#include <boost/asio/any_io_executor.hpp>

namespace salon::net {

using Executor = boost::asio::any_io_executor;

}  // namespace salon::net
