// Does something when time is up, unless it goes away before: the patience of one step.
#pragma once

#include <functional>
#include <memory>

#include "base/time.h"
#include "net/executor.h"

namespace salon::net {

class Expiry {
public:
    /// Lives on `executor`'s strand, where `action` is called at most once.
    Expiry(const Executor& executor, Duration patience, std::function<void()> action);
    Expiry(const Expiry&) = delete;
    Expiry& operator=(const Expiry&) = delete;
    ~Expiry();

    bool expired() const;

private:
    struct Alarm;
    std::shared_ptr<Alarm> alarm_;
};

}  // namespace salon::net
