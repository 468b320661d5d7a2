// A number or text that is not just any number or text.
//   struct SsrcTag;  using Ssrc = Strong<SsrcTag, std::uint32_t>;
#pragma once

#include <compare>
#include <functional>
#include <utility>

namespace salon {

template <class Tag, class Rep>
class Strong {
public:
    constexpr Strong() = default;
    constexpr explicit Strong(Rep value) : value_(std::move(value)) {}

    constexpr const Rep& value() const { return value_; }
    friend constexpr auto operator<=>(const Strong&, const Strong&) = default;

private:
    Rep value_{};
};

}  // namespace salon

template <class Tag, class Rep>
struct std::hash<salon::Strong<Tag, Rep>> {
    std::size_t operator()(const salon::Strong<Tag, Rep>& strong) const {
        return std::hash<Rep>()(strong.value());
    }
};
