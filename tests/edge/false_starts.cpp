// Servers that cannot start say why, in one line for the operator, and leave nothing running.
#include <stdexcept>
#include <system_error>

#include <gmock/gmock.h>

#include "edge/house.h"
#include "edge/parrot.h"
#include "ui/composition.h"

namespace salon::testing_real {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

class FalseStarts : public testing::Test {
protected:
    auto starting(const Settings& settings) {
        return [this, settings] { const House house(parrots(books, 1), settings); };
    }

    Books books;
};

TEST_F(FalseStarts, AtAPortThatIsTaken) {
    const House first(parrots(books, 1));
    auto settings = on_free_ports();
    settings.port = first.port();
    EXPECT_THAT(starting(settings), ThrowsMessage<std::exception>(HasSubstr("in use")));
}

TEST_F(FalseStarts, WithAnInterfaceThatIsNone) {
    auto settings = on_free_ports();
    settings.public_addresses.clear();
    settings.ice_interfaces = {"nowhere0"};
    EXPECT_THAT(starting(settings), ThrowsMessage<SettingsError>(HasSubstr("nowhere0")));
}

TEST_F(FalseStarts, WithAPageThatDoesNotHoldTogether) {
    const WebRtc silent({.label = "Nobody answers"});
    const auto start = [&] { const House house(Stream(Blocks{silent})); };
    EXPECT_THAT(start, ThrowsMessage<ui::CompositionError>(HasSubstr("Nobody answers")));
}

}  // namespace
}  // namespace salon::testing_real
