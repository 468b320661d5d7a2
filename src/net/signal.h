// Wakes coroutines of one strand: "something changed, look again".
//
//   while (!connected_) co_await changed_.wait();
//
// It remembers nothing: who does not wait when `notify` is called is not woken. On one strand
// nothing can happen between looking and waiting, so nothing is missed.
#pragma once

#include <vector>

#include "base/time.h"
#include "net/executor.h"
#include "net/task.h"

namespace salon::net {

class Signal {
public:
    explicit Signal(Executor executor) : executor_(std::move(executor)) {}
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;
    /// Who still waits is woken with operation_aborted.
    ~Signal();

    /// Wakes all who wait now. They run later, not inside this call.
    ///
    /// Thread  strand; does not block
    void notify();

    /// Waits for the next `notify`.
    ///
    /// Errors  boost::system::system_error (operation_aborted) when the coroutine is cancelled
    /// Thread  strand; does not block
    Task<> wait();
    /// As `wait`; false when `moment` came first.
    Task<bool> wait_until(Moment moment);

    std::size_t waiting() const { return waiters_.size(); }

private:
    class Waiter;

    Executor executor_;
    std::vector<Waiter*> waiters_;
};

}  // namespace salon::net
