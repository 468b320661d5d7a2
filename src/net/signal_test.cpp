#include "net/signal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/system_error.hpp>

#include "net/clock.h"
#include "net/queue.h"
#include "net/run_on.h"
#include "net/spawn.h"
#include "net/with_timeout.h"

namespace salon::net {
namespace {

namespace asio = boost::asio;
using testing::ElementsAre;

class SignalTest : public testing::Test {
protected:
    // Lets everything that can run, run: a timer that is due now fires after what waits already.
    static Task<> settle() {
        for (int i = 0; i < 3; ++i) co_await sleep_for(0ms);
    }

    Loop loop;
};

TEST_F(SignalTest, WakesEverybodyWhoWaits) {
    Signal signal(loop.executor());
    std::vector<int> woken;
    const auto wait = [](Signal& s, std::vector<int>& list, int name) -> Task<> {
        co_await s.wait();
        list.push_back(name);
    };
    const auto story = [](auto wait_one, Loop& on, Signal& s, std::vector<int>& list) -> Task<> {
        spawn(on.executor(), "test", wait_one(s, list, 1));
        spawn(on.executor(), "test", wait_one(s, list, 2));
        co_await settle();
        EXPECT_EQ(s.waiting(), 2u);
        s.notify();
        EXPECT_TRUE(list.empty()) << "nobody runs inside notify";
        co_await settle();
    };
    run_on(loop, story(wait, loop, signal, woken));
    EXPECT_THAT(woken, ElementsAre(1, 2));
}

TEST_F(SignalTest, TellsANoticeFromALateHour) {
    Signal signal(loop.executor());
    const auto story = [](Loop& on, Signal& s) -> Task<> {
        const bool late = co_await s.wait_until(steady_now());
        EXPECT_FALSE(late);
        const auto notify = [](Signal& other) -> Task<> {
            co_await settle();
            other.notify();
        };
        spawn(on.executor(), "test", notify(s));
        const bool woken = co_await s.wait_until(steady_now() + 10s);
        EXPECT_TRUE(woken);
    };
    run_on(loop, story(loop, signal));
}

TEST_F(SignalTest, CanBeCancelledAndForgetsTheWaiter) {
    Signal signal(loop.executor());
    const auto story = [](Signal& s) -> Task<> {
        const auto waited = co_await with_timeout(1ms, s.wait());
        EXPECT_FALSE(waited.has_value());
        EXPECT_EQ(s.waiting(), 0u);
    };
    run_on(loop, story(signal));
}

TEST_F(SignalTest, WakesItsWaitersWithAnErrorWhenItGoes) {
    const auto story = [](Loop& on) -> Task<> {
        auto signal = std::make_unique<Signal>(on.executor());
        const auto drop = [](std::unique_ptr<Signal>& it) -> Task<> {
            co_await settle();
            it.reset();
        };
        spawn(on.executor(), "test", drop(signal));
        co_await signal->wait();
    };
    EXPECT_THROW(run_on(loop, story(loop)), boost::system::system_error);
}

TEST_F(SignalTest, QueueDropsItsOldestOrRefuses) {
    Queue<int> queue(loop.executor(), 2);
    EXPECT_TRUE(queue.push_drop_oldest(1));
    EXPECT_TRUE(queue.push_refuse(2));
    EXPECT_FALSE(queue.push_refuse(3));
    EXPECT_FALSE(queue.push_drop_oldest(4));
    EXPECT_EQ(queue.try_pop(), 2);
    EXPECT_EQ(queue.try_pop(), 4);
    EXPECT_EQ(queue.try_pop(), std::nullopt);
}

TEST_F(SignalTest, QueuePopWaitsForAnItem) {
    const auto story = [](Loop& on) -> Task<> {
        Queue<std::unique_ptr<int>> queue(on.executor(), 4);
        const auto feed = [](Queue<std::unique_ptr<int>>& q) -> Task<> {
            co_await settle();
            q.push_drop_oldest(std::make_unique<int>(7));
        };
        spawn(on.executor(), "test", feed(queue));
        const auto item = co_await queue.pop();
        EXPECT_EQ(*item, 7);
        const auto none = co_await queue.pop_until(steady_now());
        EXPECT_FALSE(none);
    };
    run_on(loop, story(loop));
}

TEST_F(SignalTest, TimeoutGivesTheValueOrNothing) {
    const auto story = []() -> Task<> {
        const auto seven = []() -> Task<int> { co_return 7; };
        const auto value = co_await with_timeout(10s, seven());
        EXPECT_EQ(value, 7);
        const auto nothing = co_await with_timeout(1ms, forever());
        EXPECT_FALSE(nothing);
    };
    run_on(loop, story());
}

TEST_F(SignalTest, TimeoutLetsFailuresThroughAtOnce) {
    const auto story = []() -> Task<> {
        const auto breaks = []() -> Task<int> {
            throw std::runtime_error("broken");
            co_return 0;
        };
        const auto begun = steady_now();
        EXPECT_THROW(co_await with_timeout(10s, breaks()), std::runtime_error);
        EXPECT_LT(steady_now() - begun, 5s);
    };
    run_on(loop, story());
}

TEST_F(SignalTest, EndsATaskWhenItComesFirst) {
    Signal signal(loop.executor());
    const auto story = [](Signal& s) -> Task<> {
        const auto notify = [](Signal& it) -> Task<> {
            co_await settle();
            it.notify();
        };
        spawn(co_await boost::asio::this_coro::executor, "test", notify(s));
        const auto nothing = co_await unless(s.wait(), forever());
        EXPECT_FALSE(nothing);
        const auto seven = []() -> Task<int> { co_return 7; };
        const auto value = co_await unless(s.wait(), seven());
        EXPECT_EQ(value, 7);
        EXPECT_EQ(s.waiting(), 0u);
    };
    run_on(loop, story(signal));
}

}  // namespace
}  // namespace salon::net
