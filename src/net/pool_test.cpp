#include "net/pool.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "net/clock.h"
#include "net/run_on.h"
#include "net/spawn.h"

namespace salon::net {
namespace {

class PoolTest : public testing::Test {
protected:
    Loop loop;
};

TEST_F(PoolTest, WorksElsewhereAndComesBack) {
    Pool pool({.threads = 1});
    const auto story = [](Pool& on) -> Task<> {
        const auto home = std::this_thread::get_id();
        auto work = [] { return std::this_thread::get_id(); };
        const auto there = co_await on.run(work);
        EXPECT_TRUE(there && *there != home);
        EXPECT_EQ(std::this_thread::get_id(), home);
        bool done = false;
        auto silent = [&done] { done = true; };
        const auto nothing = co_await on.run(silent);
        EXPECT_TRUE(nothing && done);
    };
    run_on(loop, story(pool));
}

TEST_F(PoolTest, HandsOnWhatTheWorkThrows) {
    Pool pool({.threads = 1});
    const auto story = [](Pool& on) -> Task<> {
        auto work = []() -> int { throw std::runtime_error("heavy"); };
        co_await on.run(work);
    };
    EXPECT_THROW(run_on(loop, story(pool)), std::runtime_error);
}

TEST_F(PoolTest, RefusesWhatDoesNotFit) {
    Pool pool({.threads = 1, .waiting_max = 1});
    std::promise<void> begun;
    std::promise<void> may_end;
    const auto hold = [](Pool& on, std::promise<void>& b, std::promise<void>& e) -> Task<> {
        auto work = [&] {
            b.set_value();
            e.get_future().wait();
        };
        co_await on.run(work);
    };
    std::promise<void> waited;
    const auto wait = [](Pool& on, std::promise<void>& w) -> Task<> {
        auto work = [&] { w.set_value(); };
        const auto ran = co_await on.run(work);
        EXPECT_TRUE(ran);
    };
    const auto refused = [](Pool& on) -> Task<PoolError> {
        auto work = [] {};
        const auto ran = co_await on.run(work);
        co_return ran ? PoolError::Stopped : ran.error();
    };
    spawn(loop.executor(), "test", hold(pool, begun, may_end));
    begun.get_future().wait();
    spawn(loop.executor(), "test", wait(pool, waited));
    EXPECT_EQ(run_on(loop, refused(pool)), PoolError::Full) << "one runs, one waits";
    EXPECT_EQ(pool.waiting(), 1u);
    may_end.set_value();
    waited.get_future().wait();
}

TEST_F(PoolTest, AnswersLateWorkThatItHasStopped) {
    Pool pool({.threads = 1});
    pool.stop();
    const auto story = [](Pool& on) -> Task<> {
        auto work = [] { return 1; };
        const auto ran = co_await on.run(work);
        EXPECT_TRUE(!ran && ran.error() == PoolError::Stopped);
    };
    run_on(loop, story(pool));
}

TEST_F(PoolTest, StopLeavesTheWaitingWorkUndone) {
    Pool pool({.threads = 1, .waiting_max = 4});
    std::promise<void> begun;
    const auto slow = [](Pool& on, std::promise<void>& b) -> Task<> {
        auto work = [&] { b.set_value(); };
        co_await on.run(work);
    };
    spawn(loop.executor(), "test", slow(pool, begun));
    begun.get_future().wait();
    pool.stop();
    EXPECT_EQ(pool.waiting(), 0u);
}

TEST(LoopTest, MeasuresWhatWaitsForItsTurn) {
    Loop loop;
    EXPECT_TRUE(loop.running());
    const auto block = []() -> Task<> {
        std::this_thread::sleep_for(600ms);  // What no caller of the loop may do.
        co_return;
    };
    run_on(loop, block());
    const auto settle = []() -> Task<> { co_await sleep_for(1ms); };
    run_on(loop, settle());
    EXPECT_GT(loop.take_worst_lag(), 50ms);
    loop.stop();
    EXPECT_FALSE(loop.running());
}

}  // namespace
}  // namespace salon::net
