// Tools: what is under way, and what becomes of it in a conversation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "live/conversation.h"

namespace salon::live {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

ToolCall call_of(std::string id, std::string name = "set_light") {
    return {
        .function_calls = {{.name = std::move(name), .args = JsonText("{}"), .id = std::move(id)}}};
}

TEST(ToolCalls, AreAnsweredOnce) {
    ToolCalls calls;
    EXPECT_EQ(calls.take(call_of("1")).begun.size(), 1u);
    const auto answer = calls.answer("1", boost::json::value{{"ok", true}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->name, "set_light");
    EXPECT_EQ(answer->response.value(), R"({"output":{"ok":true}})");
    EXPECT_FALSE(calls.answer("1", boost::json::value(1)));
    EXPECT_TRUE(calls.none());
}

TEST(ToolCalls, TellWhyThereIsNoAnswer) {
    ToolCalls calls;
    calls.take(call_of("1"));
    EXPECT_EQ(calls.answer("1", fail(std::string("no such light")))->response.value(),
              R"({"error":"no such light"})");
    calls.take(call_of("2"));
    const std::string much(ToolCalls::answer_max, 'x');
    EXPECT_THAT(calls.answer("2", boost::json::value(much))->response.value(),
                HasSubstr("too long"));
}

TEST(ToolCalls, AreEightAtOnceAndTheNinthIsRefused) {
    ToolCalls calls;
    for (std::size_t i = 0; i < ToolCalls::under_way_max; ++i) {
        EXPECT_THAT(calls.take(call_of(std::to_string(i))).refused, IsEmpty());
    }
    EXPECT_THAT(calls.take(call_of("0")).begun, IsEmpty()) << "under way already";
    const auto refused = calls.take(call_of("more")).refused;
    ASSERT_EQ(refused.size(), 1u);
    EXPECT_THAT(refused[0].response.value(), HasSubstr("error"));
    calls.answer("0", boost::json::value(1));
    EXPECT_EQ(calls.take(call_of("more")).begun.size(), 1u);
}

TEST(ToolCalls, AreGivenUpByNameOrAllTogether) {
    ToolCalls calls;
    for (const auto* id : {"1", "2", "3"}) calls.take(call_of(id));
    EXPECT_THAT(calls.cancel({"2", "never"}), ElementsAre("2"));
    EXPECT_THAT(calls.lose(), ElementsAre("1", "3"));
    EXPECT_FALSE(calls.answer("1", boost::json::value(1)));
}

class ToolTalk : public testing::Test {
protected:
    ToolTalk() {
        talk.start(now);
        connect();
        hear(R"({"sessionResumptionUpdate":{"newHandle":"h-1","resumable":true}})");
        outputs();
    }
    std::string connect() {
        talk.opened(now);
        auto setup = talk.take_message(now).value_or("nothing");
        hear(R"({"setupComplete":{}})");
        return setup;
    }
    void hear(std::string_view message) { talk.receive(message, now); }
    void is_called(const std::string& id) {
        hear(R"({"toolCall":{"functionCalls":[{"name":"set_light","args":{"on":true},"id":")" + id +
             R"("}]}})");
    }
    void wait(Duration length) {
        now += length;
        talk.advance(now);
    }
    void speak(Duration length) {
        for (const auto end = now + length; now < end; now += 20ms) {
            talk.send_audio(std::vector<std::int16_t>(320, 6000));
            sent();
        }
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
    Conversation talk{LiveOptions{.tools = {{.name = "set_light",
                                             .description = "Switches the light.",
                                             .parameters = R"({"type":"object"})",
                                             .function = {}},
                                            {.name = "note",
                                             .description = "Remembers something.",
                                             .parameters = "",
                                             .function = {},
                                             .manners = ToolManners::Silent}}}};

private:
    static std::string word_for(const Conversation::Output& output) {
        if (std::holds_alternative<Dial>(output)) return "dial";
        if (std::holds_alternative<HangUp>(output)) return "hang up";
        if (const auto* use = std::get_if<UseTool>(&output)) {
            return "use " + use->call.name + " " + use->call.args.value();
        }
        if (const auto* give_up = std::get_if<GiveUpTool>(&output)) return "give up " + give_up->id;
        const auto& event = std::get<LiveEvent>(output);
        if (std::holds_alternative<LiveReconnecting>(event)) return "reconnecting";
        if (std::holds_alternative<LiveClosed>(event)) return "closed";
        return "event";
    }
};

TEST_F(ToolTalk, TheModelIsToldWhichThereAre) {
    Conversation fresh{LiveOptions{.tools = {{.name = "note",
                                              .description = "Remembers.",
                                              .parameters = R"({"type":"object"})",
                                              .function = {},
                                              .manners = ToolManners::WhenIdle}}}};
    fresh.start(now);
    fresh.opened(now);
    EXPECT_THAT(
        fresh.take_message(now).value_or(""),
        HasSubstr(R"("tools":[{"functionDeclarations":[{"name":"note","description":"Remembers.",)"
                  R"("behavior":"NON_BLOCKING","parametersJsonSchema":{"type":"object"}}]}])"));
}

TEST_F(ToolTalk, AToolIsUsedAndAnsweredOnce) {
    is_called("1");
    EXPECT_THAT(outputs(), ElementsAre(R"(use set_light {"on":true})"));
    talk.answer("1", boost::json::value(true), now);
    EXPECT_THAT(
        sent(),
        ElementsAre(
            R"({"toolResponse":{"functionResponses":[{"id":"1","name":"set_light","response":{"output":true}}]}})"));
    talk.answer("1", boost::json::value(true), now);
    EXPECT_THAT(sent(), IsEmpty());
    EXPECT_EQ(talk.counts().tool_calls, 1u);
    EXPECT_EQ(talk.counts().tool_answers_unwanted, 1u);
}

TEST_F(ToolTalk, AnAnswerSaysHowItWantsToBeHeard) {
    hear(R"({"toolCall":{"functionCalls":[{"name":"note","id":"1"}]}})");
    talk.answer("1", boost::json::value(nullptr), now);
    EXPECT_THAT(sent(), ElementsAre(HasSubstr(R"("scheduling":"SILENT")")));
}

TEST_F(ToolTalk, WhatTheModelCancelsIsGivenUp) {
    is_called("1");
    outputs();
    hear(R"({"toolCallCancellation":{"ids":["1","unknown"]}})");
    EXPECT_THAT(outputs(), ElementsAre("give up 1"));
    talk.answer("1", boost::json::value(true), now);
    EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(ToolTalk, WhileOneIsUnderWayNoMomentIsQuietAndNothingStalls) {
    hear(R"({"serverContent":{"outputTranscription":{"text":"Let me see."}}})");
    is_called("1");
    outputs();
    wait(9min + 1s);
    EXPECT_THAT(outputs(), IsEmpty());
    talk.answer("1", boost::json::value(true), now);
    sent();
    wait(19s);
    EXPECT_THAT(outputs(), IsEmpty());
    wait(1s);
    EXPECT_THAT(outputs(), ElementsAre("reconnecting", "hang up")) << "now it should go on";
}

TEST_F(ToolTalk, ALostConnectionGivesItUpAndTheQuestionIsAskedAgain) {
    speak(1s);
    is_called("1");
    outputs();
    for (int i = 0; i < 500; ++i) {  // Ten seconds of silence leave the microphone.
        now += 20ms;
        talk.send_audio(std::vector<std::int16_t>(320));
        sent();
    }
    talk.closed({.code = 1011, .reason = "Internal error encountered."}, now);
    EXPECT_THAT(outputs(), ElementsAre("give up 1", "reconnecting", "dial"));
    talk.answer("1", boost::json::value(true), now);
    connect();
    const auto asked = sent();
    EXPECT_GT(asked.size(), 25u) << "what was said, as sound";
    EXPECT_THAT(asked, testing::Each(AllOf(HasSubstr("audio"), Not(HasSubstr("toolResponse")))));
}

TEST_F(ToolTalk, TheEndGivesAllUp) {
    is_called("1");
    outputs();
    talk.close(now);
    EXPECT_THAT(outputs(), ElementsAre("hang up", "give up 1", "closed"));
}

}  // namespace
}  // namespace salon::live
