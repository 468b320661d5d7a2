// A limit for one shell call: time, or something that happens. Engines know deadlines of their own.
#pragma once

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "net/clock.h"

namespace salon::net {

namespace detail {

template <class T>
using ValueOf = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

// A task's end as a value: a race of awaitables waits for the winner that does not throw.
template <class T>
struct Outcome {
    std::optional<ValueOf<T>> value;
    std::exception_ptr failure;
};

template <class T>
Task<Outcome<T>> outcome_of(Task<T> task) {
    Outcome<T> outcome;
    try {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(task);
            outcome.value.emplace();
        } else {
            outcome.value.emplace(co_await std::move(task));
        }
    } catch (...) {
        outcome.failure = std::current_exception();
    }
    co_return outcome;
}

}  // namespace detail

/// What `task` gives, or nothing when `stop` ends first: then the task is cancelled and has ended
/// before this returns. A task without a value gives std::monostate.
///
/// Errors  whatever the task throws
/// Thread  strand; does not block
template <class T>
Task<std::optional<detail::ValueOf<T>>> unless(Task<> stop, Task<T> task) {
    using namespace boost::asio::experimental::awaitable_operators;
    auto raced = co_await (detail::outcome_of(std::move(task)) || std::move(stop));
    if (raced.index() == 1) co_return std::nullopt;
    auto& outcome = std::get<0>(raced);
    if (outcome.failure) std::rethrow_exception(outcome.failure);
    co_return std::move(outcome.value);
}

/// As `unless`, when `limit` passes first.
template <class T>
Task<std::optional<detail::ValueOf<T>>> with_timeout(Duration limit, Task<T> task) {
    return unless(sleep_for(limit), std::move(task));
}

}  // namespace salon::net
