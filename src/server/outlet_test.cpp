#include "server/outlet.h"

#include <gmock/gmock.h>

#include "net/loop.h"
#include "net/run_on.h"
#include "ui/components.h"

namespace salon::server {
namespace {

using testing::Eq;
using testing::IsNull;
using testing::NotNull;
using testing::Optional;

class OutletTest : public testing::Test {
protected:
    static session::OutputValues values(int id, std::string text) {
        return {{id, InputValue(std::move(text))}};
    }
    std::shared_ptr<OutputListener> listen() { return outlet.listen(loop.executor()); }
    std::optional<Outputs> next(const std::shared_ptr<OutputListener>& listener) {
        return net::run_on(loop, asked(listener));
    }
    /// The listener's next text of the component 0, which no page has placed yet.
    std::optional<std::string> text(const std::shared_ptr<OutputListener>& listener) {
        const auto outputs = next(listener);
        return outputs ? (*outputs)[title] : std::nullopt;
    }

    net::Loop loop;
    Outlet outlet;
    const Textbox title{{.label = "Title"}};

private:
    static Task<std::optional<Outputs>> asked(std::shared_ptr<OutputListener> listener) {
        auto outputs = co_await listener->next();
        co_return outputs;
    }
};

TEST_F(OutletTest, TellsEachListenerTheNewestValue) {
    const auto first = listen();
    const auto second = listen();
    outlet.tell(values(0, "one"));
    EXPECT_THAT(text(first), Optional(Eq("one")));
    outlet.tell(values(0, "two"));
    EXPECT_THAT(text(first), Optional(Eq("two")));
    EXPECT_THAT(text(second), Optional(Eq("two")));
}

TEST_F(OutletTest, ALateListenerBeginsWithWhatWasSetBefore) {
    outlet.tell(values(0, "one"));
    outlet.tell(values(7, "another's"));
    const auto outputs = next(listen());
    ASSERT_TRUE(outputs.has_value());
    EXPECT_THAT((*outputs)[title], Optional(Eq("one")));
}

TEST_F(OutletTest, AComponentThatWasNotSetHasNoValue) {
    outlet.tell(values(7, "another's"));
    EXPECT_EQ(text(listen()), std::nullopt);
}

TEST_F(OutletTest, EndsAfterTheLastValue) {
    const auto listener = listen();
    outlet.tell(values(0, "the last"));
    outlet.close();
    EXPECT_THAT(text(listener), Optional(Eq("the last")));
    EXPECT_FALSE(next(listener).has_value());
    EXPECT_THAT(text(listen()), Optional(Eq("the last"))) << "and who comes after the end";
}

TEST_F(OutletTest, TakesSoManyListenersAndNoMore) {
    std::vector<std::shared_ptr<OutputListener>> all;
    for (std::size_t i = 0; i < Outlet::listeners_max; ++i) all.push_back(listen());
    EXPECT_THAT(all.back(), NotNull());
    EXPECT_THAT(listen(), IsNull());
    all.pop_back();
    EXPECT_THAT(listen(), NotNull());
}

}  // namespace
}  // namespace salon::server
