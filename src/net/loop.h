// One event loop with its one thread, and a set of them, one for each core.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "base/time.h"
#include "net/task.h"

namespace salon::net {

class Loop {
public:
    Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    /// Stops the loop; coroutines that still wait are destroyed.
    ~Loop();

    /// Everything that runs here runs on one thread, one after the other.
    Executor executor() { return context_.get_executor(); }
    /// Stops after the handler that runs now. Any thread.
    void stop() { context_.stop(); }

private:
    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::thread thread_;
};

class Loops {
public:
    /// `count` loops; 0: one for each core.
    explicit Loops(std::size_t count);

    Loop& operator[](std::size_t number) { return *loops_[number]; }
    std::size_t size() const { return loops_.size(); }
    void stop();

private:
    std::vector<std::unique_ptr<Loop>> loops_;
};

}  // namespace salon::net
