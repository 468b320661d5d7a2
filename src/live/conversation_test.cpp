#include "live/conversation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/overload.h"

namespace salon::live {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto confirmation = R"({"setupComplete":{}})";
constexpr auto piece_of_answer =
    R"({"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":)"
    R"("audio/pcm;rate=24000","data":"AAAA"}}]},"outputTranscription":{"text":"It is"}}})";
constexpr auto end_of_answer =
    R"({"serverContent":{"generationComplete":true,"turnComplete":true}})";

std::string handle(const std::string& name) {
    return R"({"sessionResumptionUpdate":{"newHandle":")" + name + R"(","resumable":true}})";
}

class ConversationTest : public testing::Test {
protected:
    // Opens the connection that is asked for; the setup that leaves.
    std::string connect() {
        talk.opened(now);
        auto setup = talk.take_message(now).value_or("nothing");
        talk.receive(confirmation, now);
        return setup;
    }
    void begin() {
        talk.start(now);
        outputs();
        connect();
    }
    void hear(std::string_view message) { talk.receive(message, now); }
    void lose(std::uint16_t code = 1006, std::string reason = {}) {
        talk.closed({.code = code, .reason = std::move(reason)}, now);
    }
    // The caller speaks; everything leaves.
    void speak(Duration length, std::int16_t loudness = 6000) {
        const auto end = now + length;
        for (; now < end; now += 20ms) {
            talk.send_audio(std::vector<std::int16_t>(320, loudness));
            sent();
        }
    }
    void wait(Duration length) {
        now += length;
        talk.advance(now);
    }

    std::vector<std::string> outputs() {
        std::vector<std::string> words;
        while (const auto output = talk.poll()) words.push_back(word_for(*output));
        return words;
    }
    std::vector<std::string> sent() {
        std::vector<std::string> messages;
        while (auto message = talk.take_message(now)) messages.push_back(std::move(*message));
        return messages;
    }

    Moment now{1h};
    Conversation talk{LiveOptions{}};

private:
    static std::string word_for(const Conversation::Output& output) {
        if (std::holds_alternative<Dial>(output)) return "dial";
        if (std::holds_alternative<HangUp>(output)) return "hang up";
        return std::visit(
            overload{[](const LiveReconnecting& it) {
                         return std::string(it.planned ? "rotating" : "reconnecting");
                     },
                     [](const LiveResumed& it) {
                         return std::string(it.remembered ? "resumed" : "told again");
                     },
                     [](const CaptionPiece& it) { return it.text; },
                     [](const LiveAudio&) { return std::string("audio"); },
                     [](const LiveInterrupted&) { return std::string("interrupted"); },
                     [](const GenerationComplete&) { return std::string("generated"); },
                     [](const TurnComplete&) { return std::string("turn"); },
                     [](const LiveClosed& it) {
                         return "closed " + std::to_string(it.failure.close_code);
                     }},
            std::get<LiveEvent>(output));
    }
};

TEST_F(ConversationTest, KeepsTheNewestHandleAndNoEmptyOne) {
    begin();
    hear(handle("h-1"));
    hear(R"({"sessionResumptionUpdate":{}})");
    hear(R"({"sessionResumptionUpdate":{"newHandle":"h-2"}})");
    EXPECT_EQ(talk.handle(), "h-1");
    hear(handle("h-3"));
    lose();
    EXPECT_THAT(outputs(), ElementsAre("reconnecting", "dial"));
    EXPECT_THAT(connect(), HasSubstr(R"("sessionResumption":{"handle":"h-3"})"));
    EXPECT_THAT(outputs(), ElementsAre("resumed"));
    EXPECT_THAT(sent(), IsEmpty()) << "the service knows everything";
}

TEST_F(ConversationTest, AHandleThatComesFirstKnowsNothingOfWhatWasToldMeanwhile) {
    begin();
    talk.send_image({0xff, 0xd8}, "This is the artwork.");
    hear(handle("h-1"));
    lose();
    connect();
    EXPECT_THAT(sent(), ElementsAre(HasSubstr("This is the artwork.")));

    hear(R"({"serverContent":{"turnComplete":true}})");
    hear(handle("h-2"));
    lose();
    connect();
    EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(ConversationTest, LeavesInAQuietMomentAndHangsUpFirst) {
    begin();
    hear(handle("h-1"));
    wait(9min - 1us);
    EXPECT_THAT(outputs(), IsEmpty());
    wait(1us);
    EXPECT_THAT(outputs(), ElementsAre("rotating", "hang up"));
    lose(1000);
    EXPECT_THAT(outputs(), ElementsAre("dial"));
}

TEST_F(ConversationTest, DoesNotLeaveWhileSomebodySpeaks) {
    begin();
    hear(handle("h-1"));
    hear(R"({"goAway":{"timeLeft":"50s"}})");
    EXPECT_THAT(outputs(), ElementsAre("rotating", "hang up")) << "nobody does";
    lose(1000);
    connect();
    outputs();

    hear(piece_of_answer);
    hear(R"({"goAway":{"timeLeft":"50s"}})");
    EXPECT_THAT(outputs(), Not(testing::Contains("hang up")));
    hear(end_of_answer);
    EXPECT_THAT(outputs(), Not(testing::Contains("hang up"))) << "the handle is older";
    hear(handle("h-2"));
    EXPECT_THAT(outputs(), ElementsAre("rotating", "hang up"));
}

TEST_F(ConversationTest, LeavesAnywayBeforeTheServiceDoes) {
    begin();
    hear(handle("h-1"));
    speak(1s);
    hear(R"({"goAway":{"timeLeft":"5s"}})");
    wait(3s - 1us);
    EXPECT_THAT(outputs(), IsEmpty()) << "a question waits for its answer";
    wait(1us);
    EXPECT_THAT(outputs(), ElementsAre("rotating", "hang up"));
}

TEST_F(ConversationTest, AsksAgainWhatWasNotAnswered) {
    begin();
    hear(handle("h-1"));
    speak(2s);
    hear(R"({"serverContent":{"inputTranscription":{"text":" What is"}}})");
    lose(1011, "Internal error encountered.");
    outputs();
    connect();
    EXPECT_EQ(sent().size(), 50u) << "two seconds in pieces of 40 ms";
    outputs();
    hear(R"({"serverContent":{"inputTranscription":{"text":" What is this?"}}})");
    EXPECT_THAT(outputs(), ElementsAre(" this?")) << "what was captioned is not captioned again";
}

TEST_F(ConversationTest, AsksForTheRestOfAnAnswerAndKeepsItOneTurn) {
    begin();
    hear(handle("h-1"));
    speak(2s);
    hear(R"({"serverContent":{"inputTranscription":{"text":"What?"}}})");
    hear(piece_of_answer);
    outputs();
    lose(1011, "Internal error encountered.");
    EXPECT_THAT(outputs(), ElementsAre("reconnecting", "dial")) << "no turn ends, nothing stops";
    connect();
    const auto asked = sent();
    ASSERT_EQ(asked.size(), 1u);
    EXPECT_THAT(asked[0],
                HasSubstr(R"([{"text":"What?"}],"role":"user"},{"parts":[{"text":"It is"}],)"
                          R"("role":"model"})"));
    EXPECT_THAT(asked[0], HasSubstr("Go on right after"));
    EXPECT_THAT(asked[0], HasSubstr(R"("turnComplete":true)"));
}

TEST_F(ConversationTest, TheCallerWhoSpeaksOverABreakingAnswerIsHeard) {
    begin();
    hear(handle("h-1"));
    hear(piece_of_answer);
    speak(1s);
    outputs();
    lose();
    EXPECT_THAT(outputs(), ElementsAre("interrupted", "turn", "reconnecting", "dial"));
    connect();
    EXPECT_THAT(sent().back(), HasSubstr(R"("audio")"));
}

TEST_F(ConversationTest, SoundOfTheGapIsSentAndPicturesOfTheGapAreNot) {
    begin();
    lose();
    talk.send_audio(std::vector<std::int16_t>(32'000));
    talk.send_video(ByteBuffer(1), now);
    EXPECT_THAT(sent(), IsEmpty());
    connect();
    EXPECT_EQ(sent().size(), 25u) << "one second in pieces of 40 ms";
}

TEST_F(ConversationTest, ARefusedHandleIsForgottenAndEverythingToldAgain) {
    begin();
    talk.send_image(ByteBuffer{1, 2}, "The artwork.");
    speak(1s);
    hear(piece_of_answer);
    hear(end_of_answer);
    hear(handle("h-1"));
    lose();
    outputs();
    talk.opened(now);
    sent();
    lose(1008, "BidiGenerateContent session not found");
    EXPECT_THAT(outputs(), ElementsAre("dial"));
    EXPECT_THAT(connect(), HasSubstr(R"("sessionResumption":{})"));
    EXPECT_THAT(outputs(), ElementsAre("told again"));
    const auto told = sent();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_THAT(told[0], HasSubstr(R"("data":"AQI=")"));
    EXPECT_THAT(told[0], HasSubstr(R"({"text":"It is"}],"role":"model")"));
    EXPECT_THAT(told[0], HasSubstr(R"("turnComplete":false)"));
}

TEST_F(ConversationTest, WaitsLongerAndLongerThenFailsClearly) {
    begin();
    hear(handle("h-1"));
    lose();
    EXPECT_THAT(outputs(), ElementsAre("reconnecting", "dial"));
    std::vector<std::int64_t> waits;
    const LiveFailure refused{.retryable = true, .hint = "cannot be reached"};
    for (;;) {
        talk.unreachable(refused, now);
        if (talk.ended()) break;
        waits.push_back((talk.deadline() - now) / 1ms);
        wait(talk.deadline() - now);
        EXPECT_THAT(outputs(), ElementsAre("dial"));
    }
    EXPECT_THAT(waits, ElementsAre(250, 500, 1000, 2000, 4000, 4000, 4000));
    EXPECT_THAT(outputs(), ElementsAre("closed 0"));
}

TEST_F(ConversationTest, AWrongKeyIsFinal) {
    begin();
    hear(handle("h-1"));
    lose(1007, "API key not valid. Please pass a valid API key.");
    EXPECT_THAT(outputs(), ElementsAre("closed 1007"));
    EXPECT_EQ(talk.deadline(), never);
}

TEST_F(ConversationTest, AnAnswerThatStallsIsAskedForElsewhereAndThenGivenUp) {
    begin();
    hear(handle("h-1"));
    hear(piece_of_answer);
    outputs();
    wait(20s - 1us);
    EXPECT_THAT(outputs(), IsEmpty());
    wait(1us);
    EXPECT_THAT(outputs(), ElementsAre("reconnecting", "hang up"));
    lose(1000);
    connect();
    EXPECT_EQ(sent().size(), 1u);
    outputs();
    wait(20s);
    EXPECT_THAT(outputs(), ElementsAre("interrupted", "turn"));
}

}  // namespace
}  // namespace salon::live
