// One thread that runs coroutines and callbacks, and a row of such threads.
//
// Nothing above half a millisecond runs on a loop: heavy work goes to a Pool.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/time.h"
#include "net/executor.h"

namespace salon::net {

class Loop {
public:
    Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    /// Stops. What still waits on the loop is destroyed, not resumed.
    ~Loop();

    /// Thread  any
    Executor executor() const;

    /// The thread finishes what it is at and ends; waits for it. Harmless when repeated.
    ///
    /// Thread  any but the loop's own; blocks
    void stop();

    bool running() const;

    /// How late a timer fired, at worst, since this was asked last: what waits for its turn.
    ///
    /// Thread  any; does not block
    Duration take_worst_lag();

private:
    class Running;
    std::unique_ptr<Running> running_;
};

class Loops {
public:
    /// `count` loops; 0: one for each core.
    explicit Loops(std::size_t count);

    std::size_t size() const { return loops_.size(); }
    Loop& operator[](std::size_t number) { return *loops_[number]; }
    void stop();

private:
    std::vector<std::unique_ptr<Loop>> loops_;
};

}  // namespace salon::net
