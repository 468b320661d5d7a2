// What a call's handler has set, for an application's own routes that listen to it.
//
//   in   the values a handler sets, on the call's loop
//   out  to each listener, the newest value of each component since it last looked
//
// A listener who comes late begins with all that was set before, so who reconnects has lost
// nothing. Nothing can pile up: there is one value for each component.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "net/executor.h"
#include "net/signal.h"
#include "session/session.h"

namespace salon {

/// What a handler has set since the last look.
class Outputs {
public:
    explicit Outputs(session::OutputValues values) : values_(std::move(values)) {}

    /// Its newest value; nothing when it was not set.
    template <InputComponent C>
    std::optional<typename C::Value> operator[](const C& component) const {
        const auto found = values_.find(component.id());
        if (found == values_.end()) return std::nullopt;
        return component.read(found->second);
    }

private:
    session::OutputValues values_;
};

namespace server {

/// One who listens; it hears until it is destroyed, or the call has ended.
class OutputListener {
public:
    /// `front` is the strand it is asked on.
    explicit OutputListener(net::Executor front) : front_(front), news_(std::move(front)) {}

    /// Waits for what is set next; nothing once the call has ended.
    ///
    /// Errors  boost::system::system_error (operation_aborted) when the coroutine is cancelled
    /// Thread  `front`; does not block
    Task<std::optional<Outputs>> next();

private:
    friend class Outlet;

    static void add(const std::shared_ptr<OutputListener>& self,
                    const session::OutputValues& values);
    static void end(const std::shared_ptr<OutputListener>& self);
    static void wake(std::shared_ptr<OutputListener> self);

    net::Executor front_;
    net::Signal news_;
    std::mutex mutex_;
    session::OutputValues unheard_;
    bool ended_ = false;
};

/// The outputs of one call. Any thread, for all of it.
class Outlet {
public:
    static constexpr std::size_t listeners_max = 8;

    void tell(const session::OutputValues& values);
    /// Null when as many listen as may.
    std::shared_ptr<OutputListener> listen(net::Executor front);
    /// The call has ended; whoever listens hears so after the last value.
    void close();

private:
    std::vector<std::shared_ptr<OutputListener>> listeners();  // Under the lock.

    std::mutex mutex_;
    session::OutputValues newest_;
    std::vector<std::weak_ptr<OutputListener>> listeners_;
    bool closed_ = false;
};

}  // namespace server

}  // namespace salon
