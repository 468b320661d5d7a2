#include "net/signal.h"

#include <algorithm>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/clock.h"

namespace salon::net {

namespace asio = boost::asio;

/// Stands in the signal's list for as long as its coroutine waits, however that ends.
class Signal::Waiter {
public:
    Waiter(Signal& signal, Executor executor, Moment until)
        : signal_(signal), alarm_(std::move(executor), to_steady(until)) {
        signal_.waiters_.push_back(this);
    }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    ~Waiter() { std::erase(signal_.waiters_, this); }

    void wake() {
        woken_ = true;
        alarm_.cancel();
    }
    bool woken() const { return woken_; }
    asio::steady_timer& alarm() { return alarm_; }

private:
    Signal& signal_;
    asio::steady_timer alarm_;
    bool woken_ = false;
};

void Signal::notify() {
    for (auto* waiter : waiters_) waiter->wake();
}

Task<> Signal::wait() { co_await wait_until(never); }

Task<bool> Signal::wait_until(Moment moment) {
    Waiter waiter(*this, co_await asio::this_coro::executor, moment);
    const auto quietly = asio::as_tuple(asio::use_awaitable);
    co_await waiter.alarm().async_wait(quietly);
    // The next co_await of a cancelled coroutine throws; so does this one, for those who loop here.
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
        throw boost::system::system_error(asio::error::operation_aborted);
    }
    co_return waiter.woken();
}

}  // namespace salon::net
