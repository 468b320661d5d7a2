#include "server/outlet.h"

#include <boost/asio/post.hpp>

namespace salon::server {

Task<std::optional<Outputs>> OutputListener::next() {
    for (;;) {
        {
            const std::scoped_lock lock(mutex_);
            if (!unheard_.empty()) co_return Outputs(std::exchange(unheard_, {}));
            if (ended_) co_return std::nullopt;
        }
        co_await news_.wait();
    }
}

void OutputListener::add(const std::shared_ptr<OutputListener>& self,
                         const session::OutputValues& values) {
    {
        const std::scoped_lock lock(self->mutex_);
        for (const auto& [id, value] : values) self->unheard_.insert_or_assign(id, value);
    }
    wake(self);
}

void OutputListener::end(const std::shared_ptr<OutputListener>& self) {
    {
        const std::scoped_lock lock(self->mutex_);
        self->ended_ = true;
    }
    wake(self);
}

void OutputListener::wake(std::shared_ptr<OutputListener> self) {
    const auto front = self->front_;
    boost::asio::post(front, [self = std::move(self)] { self->news_.notify(); });
}

void Outlet::tell(const session::OutputValues& values) {
    const std::scoped_lock lock(mutex_);
    for (const auto& [id, value] : values) newest_.insert_or_assign(id, value);
    for (const auto& listener : listeners()) OutputListener::add(listener, values);
}

std::shared_ptr<OutputListener> Outlet::listen(net::Executor front) {
    auto listener = std::make_shared<OutputListener>(std::move(front));
    const std::scoped_lock lock(mutex_);
    if (listeners().size() >= listeners_max) return nullptr;
    listeners_.push_back(listener);
    if (!newest_.empty()) OutputListener::add(listener, newest_);
    if (closed_) OutputListener::end(listener);
    return listener;
}

void Outlet::close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    for (const auto& listener : listeners()) OutputListener::end(listener);
}

std::vector<std::shared_ptr<OutputListener>> Outlet::listeners() {
    std::erase_if(listeners_, [](const auto& listener) { return listener.expired(); });
    std::vector<std::shared_ptr<OutputListener>> present;
    for (const auto& weak : listeners_) {
        if (auto listener = weak.lock()) present.push_back(std::move(listener));
    }
    return present;
}

}  // namespace salon::server
