// Conversations that begin with a word: nothing is answered but what follows it.
#include <atomic>

#include <gmock/gmock.h>

#include "edge/house.h"
#include "session/reply_on_stop_words.h"
#include "speech/voice.h"

namespace salon::testing_real {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

Tape sentence() { return record(speech::Voice().speak("What do you think of my painting?")); }

auto told(std::string_view type, std::size_t times) {
    return [=](const Diary& diary) { return diary.told(type).size() >= times; };
}

class AStopWord : public testing::Test {
protected:
    /// A caller of a house that answers with a long tone; the recogniser understands `words`.
    Caller& call() {
        const auto answer = [this](Reply& reply, AudioBlock question) -> Task<> {
            ++asked;
            question_length = question.duration();
            co_await reply.say(tone(10s));
        };
        const auto recognise = [this](Call&, AudioBlock heard) -> Task<std::string> {
            EXPECT_EQ(heard.rate, SampleRate(16'000));
            EXPECT_LE(heard.duration(), 2s);
            ++recognised;
            while (busy) co_await net::sleep_for(10ms);
            if (wake_next.exchange(false)) co_return "Well, Computer!";
            co_return "what do you think of computers";
        };
        ReplyOptions options;
        options.turns.silence = silence;
        options.answer_when = [this](Call&) -> Task<> {
            while (!pressed.exchange(false)) co_await net::sleep_for(10ms);
        };
        house.emplace(
            Stream({.handler = reply_on_stop_words(answer, {"computer"}, recognise, options)}));
        caller.emplace(house->callers(), house->port(), "ada");
        EXPECT_TRUE(caller->connect());
        return *caller;
    }
    void TearDown() override {
        if (caller) caller->hang_up();
        if (house) {
            EXPECT_TRUE(house->only_left(0));
        }
    }

    std::atomic<int> recognised = 0;
    std::atomic<int> asked = 0;
    std::atomic<Duration> question_length{Duration(0)};
    std::atomic<bool> wake_next = false;
    std::atomic<bool> busy = false;
    std::atomic<bool> pressed = false;
    Duration silence = speech::TurnPolicy().silence;  // That ends a question.
    std::optional<House> house;
    std::optional<Caller> caller;
};

TEST_F(AStopWord, IsWaitedForBeforeEachAnswer) {
    auto& ada = call();
    ada.speak(sentence());
    ASSERT_TRUE(ada.until([&](const Diary&) { return recognised >= 2; }));
    EXPECT_THAT(ada.diary().told("stopword"), IsEmpty());

    wake_next = true;
    ada.speak(sentence());
    ASSERT_TRUE(ada.until(told("stopword", 1)));
    ada.speak(sentence());
    ASSERT_TRUE(ada.until([&](const Diary&) { return asked == 1; }));
    EXPECT_TRUE(ada.until(told("log", 3)));

    const int before = recognised;
    ada.speak(sentence());
    ASSERT_TRUE(ada.until([&](const Diary&) { return recognised >= before + 2; }));
    EXPECT_THAT(ada.diary().told("interrupted"), IsEmpty()) << "she did not say it";
    EXPECT_EQ(asked, 1);
}

TEST_F(AStopWord, CutsAnAnswerShort) {
    auto& ada = call();
    wake_next = true;
    ada.speak(sentence());
    ASSERT_TRUE(ada.until([&](const Diary&) { return asked == 1; }));
    EXPECT_THAT(ada.diary().told("interrupted"), IsEmpty());

    wake_next = true;
    ada.speak(sentence());
    EXPECT_TRUE(ada.until(told("interrupted", 1)));
    EXPECT_THAT(ada.diary().told("stopword"), SizeIs(2));
    EXPECT_TRUE(ada.until([&](const Diary&) { return asked == 2; }));
}

TEST_F(AStopWord, LosesNothingThatFollowsItWhileItIsRecognised) {
    auto& ada = call();
    busy = wake_next = true;
    const auto said = sentence();
    ada.speak(said);
    ASSERT_TRUE(ada.until([&](const Diary&) { return recognised == 1; }));
    ASSERT_TRUE(ada.until([&](const Diary& diary) { return diary.spoken.size() >= said.size(); }));
    busy = false;
    ASSERT_TRUE(ada.until([&](const Diary&) { return asked == 1; }));
    EXPECT_GE(question_length.load(), 500ms);
    EXPECT_THAT(ada.diary().told("stopword"), SizeIs(1));
}

TEST_F(AStopWord, IsWaitedForWhateverIsPressed) {
    silence = 60s;  // Never by a pause.
    auto& ada = call();
    ada.speak(sentence());
    ASSERT_TRUE(ada.until([&](const Diary&) { return recognised >= 2; }));
    const auto press = [&] {
        pressed = true;
        return ada.until([&](const Diary&) { return !pressed; });
    };
    ASSERT_TRUE(press());
    EXPECT_EQ(asked, 0) << "it sleeps";

    wake_next = true;
    ada.speak(sentence());
    ASSERT_TRUE(ada.until(told("stopword", 1)));
    ASSERT_TRUE(press());
    ASSERT_TRUE(ada.until([&](const Diary&) { return asked == 1; }));
    EXPECT_TRUE(ada.until([](const Diary& diary) { return diary.heard.size() > 10; }));
    ASSERT_TRUE(press());
    ASSERT_TRUE(press()) << "what follows the one before has happened";
    EXPECT_EQ(asked, 1) << "it sleeps again";
    EXPECT_THAT(ada.diary().told("interrupted"), IsEmpty());
}

}  // namespace
}  // namespace salon::testing_real
