// Conversations by turns: a function answers each time the caller pauses, and is cut short by who
// speaks over it.
#include <atomic>
#include <mutex>

#include <gmock/gmock.h>

#include "edge/house.h"
#include "media/resampler.h"
#include "real/telephone.h"
#include "session/reply_on_pause.h"
#include "session/speech_to_text.h"
#include "speech/voice.h"

namespace salon::testing_real {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Duration packet_length = 20ms;

AudioBlock sentence() { return speech::Voice().speak("What do you think of my painting?"); }

Task<> parrot(Reply& reply, AudioBlock question) { co_await reply.say(std::move(question)); }

/// Ten seconds of sound in one piece; counts how often it was asked.
ReplyFunction talkative(std::atomic<int>& asked) {
    return [&asked](Reply& reply, AudioBlock) -> Task<> {
        ++asked;
        co_await reply.say(tone(10s));
    };
}

auto heard_for(Duration length) {
    return [length](const Diary& diary) {
        return static_cast<int>(loud_packets(diary.heard, 0)) * packet_length >= length;
    };
}

auto told(std::size_t logs) {
    return [logs](const Diary& diary) { return diary.told("log").size() >= logs; };
}

class Replies : public testing::Test {
protected:
    /// A caller of a house where `answer` does.
    Caller& call(ReplyFunction answer, ReplyOptions options = {}) {
        house.emplace(Stream({.handler = reply_on_pause(std::move(answer), std::move(options))}));
        caller.emplace(house->callers(), house->port(), "ada");
        EXPECT_TRUE(caller->connect());
        return *caller;
    }
    void type(std::string_view text) {
        EXPECT_EQ(caller->type(text).body, R"({"status":"success"})");
    }
    void TearDown() override {
        if (caller) caller->hang_up();
        if (house) {
            EXPECT_TRUE(house->only_left(0));
        }
        caller.reset();
        house.reset();
    }

    std::atomic<int> asked = 0;
    std::atomic<bool> pressed = false;
    std::optional<House> house;
    std::optional<Caller> caller;
};

TEST_F(Replies, HaveAllThatWasSaid) {
    auto& ada = call(parrot);
    const auto said = sentence();
    ada.speak(record(said));
    EXPECT_TRUE(ada.until(heard_for(said.duration() * 7 / 10)));
    EXPECT_THAT(ada.diary().told("log"),
                ElementsAre("started_talking", "pause_detected", "response_starting"));
    EXPECT_THAT(ada.diary().told("interrupted"), IsEmpty());
}

TEST_F(Replies, FallSilentWhenTheyAreSpokenOverAndAnswerThat) {
    auto& ada = call(talkative(asked));
    ada.speak(record(sentence()));
    ASSERT_TRUE(ada.until(heard_for(500ms)));
    EXPECT_EQ(asked, 1);

    ada.speak(record(sentence()));
    ASSERT_TRUE(ada.until(told(5)));  // She paused, so she spoke for more than a second.
    const auto before = ada.diary().heard.size();
    EXPECT_TRUE(ada.until([&](const Diary&) { return asked == 2; }));
    EXPECT_THAT(ada.diary().told("interrupted"), testing::SizeIs(1));
    EXPECT_LT(loud_packets(ada.diary().heard, before), 25u) << "the ten seconds are not said";
    EXPECT_TRUE(ada.until(told(6)));
}

TEST_F(Replies, AreCutShortWithinABoundAfterTheFirstWord) {
    auto& ada = call(talkative(asked));
    ada.speak(record(sentence()));
    ASSERT_TRUE(ada.until(heard_for(500ms)));
    const auto before = ada.diary().spoken.size();
    ada.speak(record(sentence()));
    ASSERT_TRUE(ada.until([](const Diary& diary) { return !diary.told("interrupted").empty(); }));
    EXPECT_LT(ada.diary().spoken.size() - before, 50u) << "within her first second";
}

TEST_F(Replies, AreNotInterruptedWhereTheyMayNotBe) {
    auto& ada = call(
        [this](Reply& reply, AudioBlock) -> Task<> {
            ++asked;
            co_await reply.say(tone(3s));
        },
        {.can_interrupt = false});
    ada.speak(record(sentence()));
    ASSERT_TRUE(ada.until(heard_for(200ms)));
    ada.speak(record(sentence()));
    EXPECT_TRUE(ada.until(heard_for(2800ms)));
    EXPECT_EQ(asked, 1);
    ASSERT_TRUE(ada.until([](const Diary& diary) {
        return !diary.heard.empty() && loud_packets(diary.heard, diary.heard.size() - 1) == 0;
    }));
    ada.speak(record(sentence()));
    EXPECT_TRUE(ada.until([&](const Diary&) { return asked == 2; })) << "heard again";
}

TEST_F(Replies, AnswerWhatIsTypedAndKnowItFromWhatIsSaid) {
    std::mutex mutex;
    std::vector<std::string> texts;
    auto& ada = call([&](Reply& reply, AudioBlock question) -> Task<> {
        {
            const std::scoped_lock lock(mutex);
            texts.push_back(question.samples.empty() ? reply.text() : "said" + reply.text());
        }
        co_await reply.say(tone(500ms));
    });
    type("What is the time?");
    ASSERT_TRUE(ada.until(heard_for(400ms)));
    ada.speak(record(sentence()));
    EXPECT_TRUE(ada.until(heard_for(800ms)));
    const std::scoped_lock lock(mutex);
    EXPECT_THAT(texts, ElementsAre("What is the time?", "said"));
}

TEST_F(Replies, AreCutShortByWhoTypes) {
    auto& ada = call(talkative(asked));
    ada.speak(record(sentence()));
    ASSERT_TRUE(ada.until(heard_for(500ms)));
    type("Enough!");
    EXPECT_TRUE(ada.until([&](const Diary&) { return asked == 2; }));
    EXPECT_THAT(ada.diary().told("interrupted"), testing::SizeIs(1));
}

TEST_F(Replies, GreetWhoHasNotSpoken) {
    ReplyOptions options;
    options.greeting = [](Reply& reply) -> Task<> { co_await reply.say(tone(500ms)); };
    auto& ada = call(parrot, options);
    EXPECT_TRUE(ada.until(heard_for(400ms)));
    EXPECT_THAT(ada.diary().told("log"), ElementsAre("response_starting"));
}

TEST_F(Replies, BeginAtTheLatestWhenAQuestionIsAsLongAsItMayBe) {
    std::atomic<std::int64_t> length_ms = 0;
    auto& ada = call(
        [&length_ms](Reply& reply, AudioBlock question) -> Task<> {
            if (length_ms == 0) length_ms = question.duration().count() / 1000;
            co_await reply.say(tone(500ms));
        },
        {.turns = {.length_max = 1s}});
    ada.speak(record(sentence()));
    EXPECT_TRUE(ada.until(heard_for(800ms))) << "one for what she said first, one for the rest";
    EXPECT_NEAR(static_cast<double>(length_ms), 1000, 50);
    EXPECT_THAT(ada.diary().told("interrupted"), IsEmpty()) << "she only went on";
}

TEST_F(Replies, BeginWhenToldTo) {
    ReplyOptions options;
    options.turns.silence = 60s;  // Never by a pause.
    options.answer_when = [this](Call&) -> Task<> {
        while (!pressed.exchange(false)) co_await net::sleep_for(10ms);
    };
    auto& ada = call(talkative(asked), options);
    const auto said = record(sentence());
    ada.speak(said);
    ASSERT_TRUE(ada.until([&](const Diary& diary) { return diary.spoken.size() >= said.size(); }));
    EXPECT_EQ(asked, 0);
    pressed = true;
    EXPECT_TRUE(ada.until(heard_for(200ms)));
    EXPECT_EQ(asked, 1);
    EXPECT_THAT(ada.diary().told("log"),
                ElementsAre("started_talking", "pause_detected", "response_starting"));
}

TEST_F(Replies, AreHeardOverWhileTheyAreSlow) {
    auto& ada = call([this](Reply& reply, AudioBlock question) -> Task<> {
        if (++asked == 1) co_await net::forever();
        co_await reply.say(std::move(question));
    });
    ada.speak(record(sentence()));
    ASSERT_TRUE(ada.until([&](const Diary&) { return asked == 1; }));
    ada.speak(record(sentence()));
    EXPECT_TRUE(ada.until(heard_for(500ms)));
    EXPECT_EQ(asked, 2);
}

TEST_F(Replies, AreToldToBeginOnceEvenWithoutASound) {
    auto& ada = call([](Reply&, AudioBlock) -> Task<> { co_return; });
    ada.speak(record(sentence()));
    EXPECT_TRUE(ada.until(told(3)));
    EXPECT_THAT(ada.diary().told("log"),
                ElementsAre("started_talking", "pause_detected", "response_starting"));
}

TEST_F(Replies, EndTheCallInTheirOwnWords) {
    auto& ada = call([](Reply&, AudioBlock) -> Task<> {
        throw UserError("I have nothing to say to that.");
        co_return;
    });
    ada.speak(record(sentence()));
    EXPECT_TRUE(ada.until([](const Diary& diary) { return diary.end.has_value(); }));
    EXPECT_THAT(ada.diary().told("error"), ElementsAre("I have nothing to say to that."));
}

TEST_F(Replies, AreHeardAtWhateverRateTheyCome) {
    auto& ada = call([](Reply& reply, AudioBlock) -> Task<> {
        for (const int rate : {8'000, 48'000, 22'050, 24'000}) {
            const auto quarter = resampled(tone(250ms).view(), SampleRate(rate));
            co_await reply.say(quarter);
        }
    });
    ada.speak(record(sentence()));
    EXPECT_TRUE(ada.until(heard_for(900ms)));
}

/// A voice that says every sentence as a short tone, and remembers it.
TextToSpeech remembering(std::shared_ptr<std::vector<std::string>> said) {
    return [said](Call&, std::string text, SayPiece say) {
        said->push_back(std::move(text));
        return say(tone(100ms));
    };
}

TEST_F(Replies, AreSpokenInWords) {
    auto& ada = call([](Reply& reply, AudioBlock) -> Task<> {
        co_await reply.say("I like how the light falls on her face. Who is she?");
    });
    ada.speak(record(sentence()));
    EXPECT_TRUE(ada.until(heard_for(2s)));
}

TEST_F(Replies, SayWhatIsStillBeingWrittenSentenceBySentence) {
    const auto said = std::make_shared<std::vector<std::string>>();
    auto& ada = call(
        [](Reply& reply, AudioBlock) -> Task<> {
            for (const auto* token : {"It i", "s fi", "ve. Ti", "me for", " tea! Or", " not"}) {
                co_await reply.say_on(token);
            }
        },
        {.voice = remembering(said)});
    ada.speak(record(sentence()));
    EXPECT_TRUE(ada.until(heard_for(280ms)));
    TearDown();
    EXPECT_THAT(*said, ElementsAre("It is five.", "Time for tea!", "Or not"));
}

TEST_F(Replies, ForgetTheSentenceInWhichTheyWereCutShort) {
    const auto said = std::make_shared<std::vector<std::string>>();
    auto& ada = call(
        [this](Reply& reply, AudioBlock) -> Task<> {
            co_await reply.say_on(++asked == 1 ? "First. And it go" : "Second.");
            if (asked == 1) co_await net::forever();
        },
        {.voice = remembering(said)});
    ada.speak(record(sentence()));
    ASSERT_TRUE(ada.until(heard_for(80ms)));
    ada.speak(record(sentence()));
    EXPECT_TRUE(ada.until([&](const Diary&) { return asked == 2; }));
    EXPECT_TRUE(ada.until(told(6)));
    TearDown();
    EXPECT_THAT(*said, ElementsAre("First.", "Second."));
}

TEST_F(Replies, ToWordsAreNoneToACough) {
    const auto recognise = [this](Call&, AudioBlock heard) -> Task<std::string> {
        EXPECT_EQ(heard.rate, SampleRate(16'000));
        if (++asked == 1) co_return " ";
        co_return "what is it";
    };
    const auto said = std::make_shared<std::vector<std::string>>();
    const auto answer = [](Reply& reply, std::string words) -> Task<> {
        co_await reply.say("You asked: " + words);
    };
    auto& ada = call(in_words(recognise, answer), {.voice = remembering(said)});
    ada.speak(record(sentence()));
    ASSERT_TRUE(ada.until([&](const Diary&) { return asked == 1; }));
    EXPECT_TRUE(ada.until(told(3)));
    ada.speak(record(sentence()));
    EXPECT_TRUE(ada.until(heard_for(180ms)));
    TearDown();
    EXPECT_THAT(*said, ElementsAre("You asked:", "what is it"));
}

TEST_F(Replies, ToWordsThatAreTypedNeedNoEars) {
    const auto deaf = [](Call&, AudioBlock) -> Task<std::string> {
        ADD_FAILURE() << "nobody spoke";
        co_return "";
    };
    const auto said = std::make_shared<std::vector<std::string>>();
    const auto answer = [](Reply& reply, std::string words) -> Task<> {
        co_await reply.say(words);
    };
    auto& ada = call(in_words(deaf, answer), {.voice = remembering(said)});
    type("what is it");
    EXPECT_TRUE(ada.until(heard_for(80ms)));
    TearDown();
    EXPECT_THAT(*said, ElementsAre("what is it"));
}

TEST_F(Replies, EndTheCallWhenTheyAreNoSound) {
    auto& ada = call([](Reply& reply, AudioBlock question) -> Task<> {
        question.rate = SampleRate(0);
        co_await reply.say(std::move(question));
    });
    ada.speak(record(sentence()));
    EXPECT_TRUE(ada.until([](const Diary& diary) { return diary.end.has_value(); }));
    EXPECT_THAT(ada.diary().told("error"), testing::SizeIs(1));
}

TEST_F(Replies, AreForTelephonesToo) {
    house.emplace(Stream({.handler = reply_on_pause(talkative(asked))}));
    Telephone bob(house->callers(), house->port(), "MZbob");
    ASSERT_TRUE(bob.dial());
    bob.speak(sentence());
    bob.speak(silence(60s));  // An exchange always sends.
    EXPECT_TRUE(bob.until([](const CallLog& log) { return log.heard.size() > 25; }));
    EXPECT_EQ(asked, 1);

    bob.interject(sentence());
    EXPECT_TRUE(bob.until([](const CallLog& log) { return !log.cleared.empty(); }));
    bob.speak(silence(60s));
    EXPECT_TRUE(bob.until([&](const CallLog&) { return asked == 2; }));
    bob.hang_up();
}

}  // namespace
}  // namespace salon::testing_real
