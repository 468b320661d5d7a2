// Events of a page: a C++ function, the components whose values it takes, and those it sets.
//
//   button.click(greet, inputs(name, years), outputs(answer));
//
// `greet` takes the inputs' values in their order and returns the output's value, a std::tuple for
// several, nothing for none; or a Task of it. A mismatch does not compile.
#pragma once

#include <concepts>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "ui/node.h"

namespace salon {

namespace ui {

template <class... Cs>
class ComponentList {
public:
    explicit ComponentList(Cs... components) : components_(std::move(components)...) {}

    using ValueTuple = std::tuple<typename Cs::Value...>;
    static constexpr std::size_t size = sizeof...(Cs);

    std::vector<NodeLink> links() const {
        return std::apply([](const auto&... each) { return std::vector<NodeLink>{each.node()...}; },
                          components_);
    }
    static ValueTuple read(const Values& values) {
        return read(values, std::index_sequence_for<Cs...>());
    }
    static Values write(ValueTuple values) {
        return std::apply([](auto&... each) { return Values{Cs::write(std::move(each))...}; },
                          values);
    }

private:
    template <std::size_t... places>
    static ValueTuple read([[maybe_unused]] const Values& values, std::index_sequence<places...>) {
        return ValueTuple{Cs::read(values.at(places))...};
    }

    std::tuple<Cs...> components_;
};

template <class T>
struct Awaited {
    using Type = T;
    static constexpr bool coroutine = false;
};
template <class T>
struct Awaited<Task<T>> {
    using Type = T;
    static constexpr bool coroutine = true;
};

template <class F, class Tuple>
struct Applied;
template <class F, class... Ts>
struct Applied<F, std::tuple<Ts...>> {
    static constexpr bool fits = std::is_invocable_v<F&, Ts...>;
    using Returned = typename std::conditional_t<fits, std::invoke_result<F&, Ts...>,
                                                 std::type_identity<struct DoesNotFit>>::type;
    using Result = typename Awaited<Returned>::Type;
    static constexpr bool coroutine = Awaited<Returned>::coroutine;
};

/// Whether what a function returns sets exactly these outputs.
template <class Result, class Outputs>
consteval bool sets() {
    using Wanted = typename Outputs::ValueTuple;
    if constexpr (Outputs::size == 0) {
        return std::is_void_v<Result>;
    } else if constexpr (Outputs::size == 1) {
        return std::is_convertible_v<Result, std::tuple_element_t<0, Wanted>>;
    } else {
        return std::is_convertible_v<Result, Wanted>;
    }
}

/// The function takes the values of `In` and gives those of `Out`.
template <class F, class In, class Out>
concept FitsEvent = Applied<F, typename In::ValueTuple>::fits &&
    sets<typename Applied<F, typename In::ValueTuple>::Result, Out>();

template <class Out, class Result>
Values written(Result result) {
    if constexpr (Out::size == 1) {
        return Out::write(typename Out::ValueTuple(std::move(result)));
    } else {
        return Out::write(std::move(result));
    }
}

/// The function outlives its event; the arguments live here.
template <class In, class Out, class F>
Task<Values> run_coroutine(std::shared_ptr<F> function, Values values) {
    auto arguments = In::read(values);
    auto task = std::apply(*function, std::move(arguments));
    if constexpr (Out::size == 0) {
        co_await std::move(task);
        co_return Values();
    } else {
        auto result = co_await std::move(task);
        co_return written<Out>(std::move(result));
    }
}

template <class In, class Out, class F>
EventFunction erased(F function) {
    EventFunction made;
    auto shared = std::make_shared<F>(std::move(function));
    if constexpr (Applied<F, typename In::ValueTuple>::coroutine) {
        made.coroutine = [shared](Values values) {
            return run_coroutine<In, Out>(shared, std::move(values));
        };
    } else {
        made.plain = [shared](Values values) {
            if constexpr (Out::size == 0) {
                std::apply(*shared, In::read(values));
                return Values();
            } else {
                return written<Out>(std::apply(*shared, In::read(values)));
            }
        };
    }
    return made;
}

}  // namespace ui

/// The components whose values an event's function takes, in the order of its parameters.
template <class... Cs>
ui::ComponentList<Cs...> inputs(Cs... components) {
    return ui::ComponentList<Cs...>(std::move(components)...);
}
/// The components that it sets, in the order of what it returns.
template <class... Cs>
ui::ComponentList<Cs...> outputs(Cs... components) {
    return ui::ComponentList<Cs...>(std::move(components)...);
}

}  // namespace salon
