#include "net/expiry.h"

#include <utility>

#include <boost/asio/steady_timer.hpp>

namespace salon::net {

struct Expiry::Alarm {
    boost::asio::steady_timer timer;
    std::function<void()> action;
    bool expired = false;
};

Expiry::Expiry(const Executor& executor, Duration patience, std::function<void()> action)
    : alarm_(std::make_shared<Alarm>(Alarm{.timer = boost::asio::steady_timer(executor, patience),
                                           .action = std::move(action)})) {
    alarm_->timer.async_wait(
        [weak = std::weak_ptr(alarm_)](const boost::system::error_code& error) {
            const auto alarm = weak.lock();
            if (!alarm || error) return;
            alarm->expired = true;
            alarm->action();
        });
}

Expiry::~Expiry() { alarm_->timer.cancel(); }

bool Expiry::expired() const { return alarm_->expired; }

}  // namespace salon::net
