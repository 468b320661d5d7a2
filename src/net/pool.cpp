#include "net/pool.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/check.h"

namespace salon::net {

namespace asio = boost::asio;

namespace {

using Answer = std::optional<PoolError>;

// Work and the way back to who asked for it.
class Job {
public:
    Job(std::function<void()> work, std::function<void(Answer)> answer)
        : work_(std::move(work)), answer_(std::move(answer)) {}

    void run() {
        work_();
        answer_(std::nullopt);
    }
    void refuse(PoolError error) { answer_(error); }

private:
    std::function<void()> work_;
    std::function<void(Answer)> answer_;
};

// Resumes the coroutine behind `handler` on its own executor, from any thread.
template <class Handler>
std::function<void(Answer)> way_back(Handler handler) {
    const auto executor = asio::get_associated_executor(handler);
    // Shared because std::function wants to copy; it is called once.
    auto shared = std::make_shared<Handler>(std::move(handler));
    return [shared, guard = asio::make_work_guard(executor)](Answer answer) mutable {
        asio::post(guard.get_executor(),
                   [shared = std::move(shared), answer]() mutable { (*shared)(answer); });
    };
}

}  // namespace

class Pool::Crew {
public:
    explicit Crew(PoolOptions options) : waiting_max_(options.waiting_max) {
        check(options.threads > 0);
        for (std::size_t i = 0; i < options.threads; ++i) {
            threads_.emplace_back([this] { serve(); });
        }
    }

    void add(Job job) {
        std::unique_lock lock(mutex_);
        if (!stopped_ && jobs_.size() < waiting_max_) {
            jobs_.push_back(std::move(job));
            arrived_.notify_one();  // Under the lock: who does the job may let the pool end.
            return;
        }
        const auto error = stopped_ ? PoolError::Stopped : PoolError::Full;
        lock.unlock();
        job.refuse(error);
    }

    void stop() {
        std::deque<Job> left;
        {
            const std::scoped_lock lock(mutex_);
            stopped_ = true;
            left.swap(jobs_);
        }
        arrived_.notify_all();
        for (auto& job : left) job.refuse(PoolError::Stopped);
        for (auto& thread : threads_) {
            if (thread.joinable()) thread.join();
        }
    }

    std::size_t waiting() const {
        const std::scoped_lock lock(mutex_);
        return jobs_.size();
    }

private:
    void serve() {
        for (;;) {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
            if (jobs_.empty()) return;
            Job job = std::move(jobs_.front());
            jobs_.pop_front();
            lock.unlock();
            job.run();
        }
    }

    const std::size_t waiting_max_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Job> jobs_;  // At most waiting_max_.
    bool stopped_ = false;
    std::vector<std::thread> threads_;
};

Pool::Pool(PoolOptions options) : crew_(std::make_unique<Crew>(options)) {}
Pool::~Pool() { stop(); }

void Pool::stop() { crew_->stop(); }
std::size_t Pool::waiting() const { return crew_->waiting(); }

Task<std::optional<PoolError>> Pool::run_job(std::function<void()> job) {
    auto begin = [](auto handler, Crew* crew, std::function<void()> work) {
        crew->add(Job(std::move(work), way_back(std::move(handler))));
    };
    return asio::async_initiate<const asio::use_awaitable_t<>, void(Answer)>(
        std::move(begin), asio::use_awaitable, crew_.get(), std::move(job));
}

std::string_view to_string(PoolError error) {
    switch (error) {
        case PoolError::Full:
            return "too much work waits already";
        case PoolError::Stopped:
            return "the pool has stopped";
    }
    return "unknown";
}

}  // namespace salon::net
