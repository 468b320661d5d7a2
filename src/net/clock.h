// The only clock in the house, and waiting by it.
#pragma once

#include <chrono>

#include "base/time.h"
#include "net/task.h"

namespace salon::net {

/// Now, on a clock that never jumps.
///
/// Thread  any; does not block
Moment steady_now();

/// `moment` for a boost::asio::steady_timer; `never` stays never.
std::chrono::steady_clock::time_point to_steady(Moment moment);

/// The wall clock as NTP tells it (since 1900) at Moment zero: for sender reports only.
Duration ntp_at_zero();

/// Waits on the awaiting coroutine's executor.
///
/// Errors  boost::system::system_error (operation_aborted) when the coroutine is cancelled
/// Thread  strand; does not block
Task<> sleep_for(Duration length);
Task<> sleep_until(Moment moment);
/// Waits until the coroutine is cancelled.
Task<> forever();

}  // namespace salon::net
