// A limit of time for one shell call. Engines know deadlines of their own.
#pragma once

#include <exception>
#include <optional>
#include <utility>
#include <variant>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "net/clock.h"

namespace salon::net {

namespace detail {

template <class T>
Task<std::variant<T, std::exception_ptr>> caught(Task<T> task) {
    try {
        co_return co_await std::move(task);
    } catch (...) {
        co_return std::current_exception();
    }
}

inline Task<std::variant<std::monostate, std::exception_ptr>> caught(Task<> task) {
    try {
        co_await std::move(task);
        co_return std::monostate();
    } catch (...) {
        co_return std::current_exception();
    }
}

}  // namespace detail

/// What `task` gives, or nothing when `limit` passes first: then the task is cancelled and has
/// ended before this returns. A task without a value gives std::monostate.
///
/// Errors  whatever the task throws
/// Thread  strand; does not block
template <class T>
auto with_timeout(Duration limit, Task<T> task)
    -> Task<std::optional<std::conditional_t<std::is_void_v<T>, std::monostate, T>>> {
    using namespace boost::asio::experimental::awaitable_operators;
    auto raced = co_await (detail::caught(std::move(task)) || sleep_for(limit));
    if (raced.index() == 1) co_return std::nullopt;
    auto& outcome = std::get<0>(raced);
    if (outcome.index() == 1) std::rethrow_exception(std::get<1>(outcome));
    co_return std::get<0>(std::move(outcome));
}

}  // namespace salon::net
