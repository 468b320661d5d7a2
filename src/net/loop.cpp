#include "net/loop.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/check.h"
#include "base/log.h"
#include "net/clock.h"

namespace salon::net {

namespace asio = boost::asio;

namespace {
constexpr Duration lag_measured_every = 500ms;
}

class Loop::Running {
public:
    Running() : work_(context_.get_executor()), probe_(context_) {
        measure_lag();
        thread_ = std::thread([this] { run(); });
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() { stop(); }

    Executor executor() { return context_.get_executor(); }

    void stop() {
        context_.stop();
        if (!thread_.joinable()) return;
        check(thread_.get_id() != std::this_thread::get_id());
        thread_.join();
    }

    bool running() const { return !context_.stopped(); }

    Duration take_worst_lag() { return Duration(worst_lag_.exchange(0)); }

private:
    // What escapes from a callback ends neither the loop nor the other callers on it.
    void run() {
        while (!context_.stopped()) {
            try {
                context_.run();
            } catch (const std::exception& error) {
                log(LogLevel::Error, "net", "a callback threw: {}", error.what());
            }
        }
    }

    void measure_lag() {
        const auto due = steady_now() + lag_measured_every;
        probe_.expires_at(to_steady(due));
        probe_.async_wait([this, due](const boost::system::error_code& error) {
            if (error) return;
            const auto lag = (steady_now() - due).count();
            worst_lag_ = std::max(worst_lag_.load(), lag);
            measure_lag();
        });
    }

    std::atomic<Duration::rep> worst_lag_ = 0;
    asio::io_context context_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    asio::steady_timer probe_;
    std::thread thread_;
};

Loop::Loop() : running_(std::make_unique<Running>()) {}
Loop::~Loop() = default;

Executor Loop::executor() const { return running_->executor(); }
void Loop::stop() { running_->stop(); }
bool Loop::running() const { return running_->running(); }
Duration Loop::take_worst_lag() { return running_->take_worst_lag(); }

Loops::Loops(std::size_t count) {
    if (count == 0) count = std::max(1u, std::thread::hardware_concurrency());
    for (std::size_t i = 0; i < count; ++i) loops_.push_back(std::make_unique<Loop>());
}

void Loops::stop() {
    for (auto& loop : loops_) loop->stop();
}

}  // namespace salon::net
