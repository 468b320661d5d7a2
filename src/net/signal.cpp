#include "net/signal.h"

#include <algorithm>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "net/clock.h"

namespace salon::net {

namespace asio = boost::asio;

// One waiting coroutine: lives in its frame, and takes itself off the list when that ends.
class Signal::Waiter {
public:
    Waiter(Signal& signal, Moment until)
        : timer_(signal.executor_, to_steady(until)), signal_(&signal) {
        signal.waiters_.push_back(this);
    }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    ~Waiter() {
        if (signal_ != nullptr) std::erase(signal_->waiters_, this);
    }

    auto wait() { return timer_.async_wait(asio::as_tuple(asio::use_awaitable)); }

    void wake(bool by_notice) {
        signal_ = nullptr;
        notified_ = by_notice;
        timer_.cancel();
    }

    bool notified() const { return notified_; }

private:
    asio::steady_timer timer_;
    Signal* signal_;
    bool notified_ = false;
};

Signal::~Signal() {
    for (auto* waiter : waiters_) waiter->wake(false);
}

void Signal::notify() {
    for (auto* waiter : std::exchange(waiters_, {})) waiter->wake(true);
}

Task<> Signal::wait() { co_await wait_until(never); }

Task<bool> Signal::wait_until(Moment moment) {
    Waiter waiter(*this, moment);
    const auto [error] = co_await waiter.wait();
    if (waiter.notified()) co_return true;
    if (error) throw boost::system::system_error(error);
    co_return false;
}

}  // namespace salon::net
