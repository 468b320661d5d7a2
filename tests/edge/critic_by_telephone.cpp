// The art critic on the telephone: the same handler, at 8 kHz, without a page or a picture.
#include <gmock/gmock.h>

#include "edge/gallery.h"
#include "real/telephone.h"

namespace salon::testing_real {
namespace {

using testing::IsEmpty;

AudioBlock spoken(std::string_view words) { return speech::Voice().speak(words); }

auto so_much_voice(Duration length) {
    return [length](const CallLog& log) {
        Duration loud{0};
        for (const auto& frame : log.heard) {
            const AudioView sound{.samples = frame.samples, .rate = telephone_rate};
            if (level_rms(sound) > 0.01) loud += sound.duration();
        }
        return loud >= length;
    };
}

TEST(TheCriticByTelephone, AnswersAndCanBeInterrupted) {
    Model model;
    Books books;
    House house(critics(books, model.endpoint(), 1));
    Telephone ada(house.callers(), house.port(), "MZada");
    ASSERT_TRUE(ada.dial());
    ada.speak(spoken("Hello! What do you think of it?"));
    ada.speak(silence(60s));  // An exchange always sends.
    ASSERT_TRUE(ada.until(so_much_voice(1s)));
    EXPECT_THAT(ada.log().cleared, IsEmpty());

    ada.interject(spoken("Wait, I have another question. What about the colours?"));
    EXPECT_TRUE(ada.until([](const CallLog& log) { return !log.cleared.empty(); }));
    ada.hang_up();
    EXPECT_TRUE(ada.ended());
    EXPECT_TRUE(house.only_left(0));
    EXPECT_TRUE(books.balanced());
}

}  // namespace
}  // namespace salon::testing_real
