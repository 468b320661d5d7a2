// Where work above half a millisecond goes: a few threads behind one bounded queue. A job is posted
// by a coroutine, which waits for its result on its own executor. When the queue is full the job is
// refused at once: the caller knows best whether a newer picture will do.
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/task.h"

namespace salon::net {

class Pool {
public:
    /// `threads` 0: one for each core, but at least two.
    explicit Pool(std::size_t threads = 0, std::size_t jobs_max = 1024);
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;
    /// Waits for the jobs that run.
    ~Pool();

    /// Runs `job` on a thread of the pool. Nothing when the queue is full. What the job throws
    /// comes out here.
    template <class Job, class Made = std::invoke_result_t<Job>>
    Task<std::optional<Made>> run(Job job) {
        if (waiting_.fetch_add(1) >= jobs_max_) {
            waiting_.fetch_sub(1);
            refused_.fetch_add(1, std::memory_order_relaxed);
            co_return std::nullopt;
        }
        auto work = done(std::move(job));
        co_return co_await boost::asio::co_spawn(threads_, std::move(work),
                                                 boost::asio::use_awaitable);
    }

    std::uint64_t refused() const { return refused_.load(std::memory_order_relaxed); }

private:
    template <class Job, class Made = std::invoke_result_t<Job>>
    Task<std::optional<Made>> done(Job job) {
        struct Place {
            std::atomic<std::size_t>& waiting;
            ~Place() { waiting.fetch_sub(1); }
        };
        const Place place{waiting_};
        co_return job();
    }

    boost::asio::thread_pool threads_;
    std::size_t jobs_max_;
    std::atomic<std::size_t> waiting_ = 0;  // Jobs that wait or run.
    std::atomic<std::uint64_t> refused_ = 0;
};

}  // namespace salon::net
