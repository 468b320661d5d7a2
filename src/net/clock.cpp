#include "net/clock.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace salon::net {

namespace asio = boost::asio;

Moment steady_now() {
    const auto since_boot = std::chrono::steady_clock::now().time_since_epoch();
    return Moment(std::chrono::duration_cast<Duration>(since_boot));
}

std::chrono::steady_clock::time_point to_steady(Moment moment) {
    using Clock = std::chrono::steady_clock;
    if (moment == never) return Clock::time_point::max();  // Microseconds reach further than nanos.
    return Clock::time_point(
        std::chrono::duration_cast<Clock::duration>(moment.time_since_epoch()));
}

Duration ntp_at_zero() {
    constexpr std::chrono::seconds from_1900_to_1970(2'208'988'800);
    const auto wall = std::chrono::system_clock::now().time_since_epoch() + from_1900_to_1970;
    return std::chrono::duration_cast<Duration>(wall) - steady_now().time_since_epoch();
}

Task<> sleep_for(Duration length) { co_await sleep_until(steady_now() + length); }

Task<> sleep_until(Moment moment) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, to_steady(moment));
    co_await timer.async_wait(asio::use_awaitable);
}

Task<> forever() { co_await sleep_until(never); }

}  // namespace salon::net
