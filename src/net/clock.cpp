#include "net/clock.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace salon::net {

namespace asio = boost::asio;
using std::chrono::steady_clock;

Moment steady_now() {
    return Moment(std::chrono::duration_cast<Duration>(steady_clock::now().time_since_epoch()));
}

steady_clock::time_point to_steady(Moment moment) {
    if (moment == never) return steady_clock::time_point::max();
    if (moment <= Moment()) return steady_clock::time_point();
    return steady_clock::time_point(moment.time_since_epoch());
}

Duration ntp_at_zero() {
    constexpr std::chrono::seconds from_1900_to_1970(2'208'988'800);
    const auto wall = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<Duration>(wall + from_1900_to_1970) -
           steady_now().time_since_epoch();
}

Task<> sleep_until(Moment moment) {
    asio::steady_timer timer(co_await asio::this_coro::executor, to_steady(moment));
    co_await timer.async_wait(asio::use_awaitable);
}

Task<> sleep_for(Duration length) { co_await sleep_until(steady_now() + length); }

Task<> forever() { co_await sleep_until(never); }

}  // namespace salon::net
