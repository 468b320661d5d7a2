// std::visit with one lambda a case: std::visit(overload{[](A) {}, [](B) {}}, variant).
#pragma once

namespace salon {

template <class... Cases>
struct overload : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
overload(Cases...) -> overload<Cases...>;

}  // namespace salon
