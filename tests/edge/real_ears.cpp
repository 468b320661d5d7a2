// A whole conversation in words: our own voice asks, PocketSphinx writes it down behind Opus and a
// real call, our own voice answers, and what arrives is understood again.
#include <gmock/gmock.h>

#include "edge/house.h"
#include "media/resampler.h"
#include "session/reply_on_stop_words.h"
#include "speech/voice.h"
#include "sphinx/recogniser.h"

namespace salon::testing_real {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Task<> repeat(Reply& reply, std::string words) { co_await reply.say("You said " + words); }

Tape spoken(std::string_view sentence) { return record(speech::Voice().speak(sentence)); }

auto told_of_a_stop_word() {
    return [](const Diary& diary) { return !diary.told("stopword").empty(); };
}

/// Two seconds were heard, and then a silence longer than any within a sentence.
bool heard_out(const Diary& diary) {
    constexpr std::size_t pause = 8;
    return loud_packets(diary.heard, 0) > 100 &&
           loud_packets(diary.heard, diary.heard.size() - pause) == 0;
}

TEST(RealEars, HearTheWordAndTheQuestionAndAreUnderstood) {
    const auto ears = sphinx::recogniser();
    ASSERT_TRUE(ears) << ears.error().what;
    House house(
        Stream({.handler = reply_on_stop_words(in_words(*ears, repeat), {"computer"}, *ears)}));
    Caller ada(house.callers(), house.port(), "ada");
    ASSERT_TRUE(ada.connect());
    ada.speak(spoken("Computer!"));
    ASSERT_TRUE(ada.until(told_of_a_stop_word(), 60s));
    ada.speak(spoken("I would like to order a large pizza with mushrooms."));
    ASSERT_TRUE(ada.until(heard_out, 60s));
    ada.hang_up();

    auto decoder = sphinx::Decoder::open(sphinx::Language::english());
    ASSERT_TRUE(decoder);
    const auto heard = resampled(sound_of(ada.diary().heard).view(), recognised_rate);
    EXPECT_THAT((*decoder)->words_of(heard.samples),
                AllOf(HasSubstr("pizza"), HasSubstr("mushrooms")));
    EXPECT_TRUE(house.only_left(0));
}

}  // namespace
}  // namespace salon::testing_real
