#include "ui/event.h"

#include <gtest/gtest.h>

#include "net/loop.h"
#include "net/run_on.h"
#include "ui/components.h"

namespace salon {
namespace {

using Named = decltype(inputs(Textbox(), Slider()));
using Shown = decltype(outputs(Markdown("")));
using Both = decltype(outputs(Markdown(""), Label()));
using None = decltype(outputs());

template <class F, class In, class Out>
constexpr bool fits = ui::FitsEvent<F, In, Out>;

using Greet = std::string (*)(std::string, double);
using Swapped = std::string (*)(double, std::string);
using Lonely = std::string (*)(std::string);
using Numeric = double (*)(std::string, double);
using Silent = void (*)(std::string, double);
using Pair = std::tuple<std::string, Classification> (*)(std::string, double);
using Later = Task<std::string> (*)(std::string, double);

TEST(Events, CompileOnlyWhenTheFunctionFitsItsComponents) {
    static_assert(fits<Greet, Named, Shown>);
    static_assert(fits<Later, Named, Shown>);
    static_assert(fits<Pair, Named, Both>);
    static_assert(fits<Silent, Named, None>);
    static_assert(!fits<Swapped, Named, Shown>);
    static_assert(!fits<Lonely, Named, Shown>);
    static_assert(!fits<Numeric, Named, Shown>);
    static_assert(!fits<Silent, Named, Shown>);
    static_assert(!fits<Greet, Named, None>);
    static_assert(!fits<Greet, Named, Both>);
}

TEST(Events, CarryValuesInAndOut) {
    const auto function = ui::erased<Named, Both>([](const std::string& who, double years) {
        return std::tuple(who + "!", Classification("years", {{"years", years}}));
    });
    const auto values = function.plain({std::string("Ada"), 36.0});
    ASSERT_EQ(values.size(), 2u);
    EXPECT_EQ(Markdown::read(values[0]), "Ada!");
    EXPECT_EQ(Label::read(values[1]), Classification("years", {{"years", 36}}));
}

Task<std::string> greet_later(std::string who, double) { co_return who + ", later"; }

TEST(Events, MayBeCoroutines) {
    net::Loop loop;
    const auto function = ui::erased<Named, Shown>(greet_later);
    ASSERT_FALSE(function.plain);
    const auto values = net::run_on(loop, function.coroutine({std::string("Ada"), 36.0}));
    EXPECT_EQ(Markdown::read(values.at(0)), "Ada, later");
}

TEST(Events, TakeTheEmptyValueForOneOfAnotherKind) {
    const auto function = ui::erased<Named, Shown>(
        [](const std::string& who, double years) { return who + std::to_string(years > 0); });
    EXPECT_EQ(Markdown::read(function.plain({7.0, std::string("seven")}).at(0)), "0");
}

}  // namespace
}  // namespace salon
