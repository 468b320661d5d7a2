// A critic who uses a tool: by itself, and as our live client meets it.
#include "critic/tool_use.h"

#include <gmock/gmock.h>

#include "critic/caller_for_test.h"

namespace salon::critic {
namespace {

using testing::MatchesRegex;

std::vector<live::Tool> one_tool(std::string schema = {}) {
    live::Tool tool;
    auto& function = tool.function_declarations.emplace_back();
    function.name = "note";
    function.parameters_json_schema = live::JsonText(std::move(schema));
    return {tool};
}

live::ToolResponse response_to(std::string id) {
    return {.function_responses = {{.id = std::move(id),
                                    .name = "note",
                                    .response = live::JsonText("{}"),
                                    .scheduling = {},
                                    .will_continue = {}}}};
}

TEST(ToolUse, IsOfNoneWhereNoneIsDeclared) {
    ToolUse use({});
    EXPECT_FALSE(use.before({.answer = 1, .view = {}}, Moment{1h}));
    EXPECT_EQ(use.deadline(), never);
}

TEST(ToolUse, HoldsTheAnswerBackUntilTheResponse) {
    ToolUse use(one_tool());
    const auto call = use.before({.answer = 1, .view = {}}, Moment{1h});
    ASSERT_TRUE(call);
    const auto id = call->function_calls.at(0).id;
    EXPECT_FALSE(use.responded(response_to("another")));
    const auto answer = use.responded(response_to(id));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->answer, 1);
    EXPECT_FALSE(use.responded(response_to(id))) << "once";
}

TEST(ToolUse, GoesOnWithoutAResponseThatIsLate) {
    ToolUse use(one_tool());
    use.before({.answer = 1, .view = {}}, Moment{1h});
    EXPECT_FALSE(use.advance(Moment{1h} + ToolUse::patience - 1us));
    EXPECT_TRUE(use.advance(Moment{1h} + ToolUse::patience));
    EXPECT_FALSE(use.interrupted()) << "nothing is under way";
}

TEST(ToolUse, IsCancelledWithItsAnswer) {
    ToolUse use(one_tool());
    const auto call = use.before({.answer = 1, .view = {}}, Moment{1h});
    const auto cancelled = use.interrupted();
    ASSERT_TRUE(cancelled);
    EXPECT_EQ(cancelled->ids, std::vector{call->function_calls.at(0).id});
    EXPECT_FALSE(use.responded(response_to(call->function_calls.at(0).id)));
}

TEST(ToolUse, SendsArgumentsOfTheTypesThatAreAskedFor) {
    const auto function = one_tool(R"({"type":"object","properties":{
        "on":{"type":"boolean"},"count":{"type":"INTEGER"},"wall":{"type":"string","enum":["north"]},
        "title":{"type":"string"},"tags":{"type":"array"},"frame":{"type":"object"}}})");
    EXPECT_EQ(sample_arguments(function[0].function_declarations[0]),
              R"({"on":true,"count":1,"wall":"north","title":"picture","tags":[],"frame":{}})");
    EXPECT_EQ(sample_arguments(one_tool("[1]")[0].function_declarations[0]), "{}");
}

class ToolUseByClient : public CriticCaller {
protected:
    live::LiveOptions with_a_tool(live::ToolFunction function) const {
        auto options = call_options();
        options.tools = {
            {.name = "note",
             .description = "Remembers what is to be seen.",
             .parameters = R"({"type":"object","properties":{"what":{"type":"string"}}})",
             .function = std::move(function)}};
        return options;
    }
};

TEST_F(ToolUseByClient, TheAnswerComesAfterTheToolHasRun) {
    start({.fault = find_fault("uses-tool")});
    std::string told;
    const auto options =
        with_a_tool([&told](boost::json::object arguments) -> Task<live::ToolResult> {
            told = arguments.at("what").as_string();
            const live::ToolResult done = true;
            co_return done;
        });
    const auto answer = on_client(ask(options, {}, whole_turn));
    EXPECT_EQ(told, "picture");
    EXPECT_THAT(answer.events, MatchesRegex("a+GT"));
}

// Asks, speaks over the tool that this set off, and listens to what is said then.
Task<Answer> speak_over(live::LiveOptions options) {
    auto client = co_await live::LiveClient::connect(std::move(options));
    Answer answer;
    if (!client) co_return answer;
    co_await speak(*client);
    while (client->counts().tool_calls == 0) co_await net::sleep_for(1ms);
    co_await speak(*client);
    co_await hear(*client, answer, a_piece_of_sound);
    co_await client->close();
    co_return answer;
}

TEST_F(ToolUseByClient, WhoSpeaksOverAToolIsAnsweredWithoutIt) {
    start({.fault = find_fault("uses-tool")});
    int runs = 0;
    const auto hangs_once = [&runs](boost::json::object) -> Task<live::ToolResult> {
        if (++runs == 1) co_await net::forever();
        const live::ToolResult done = true;
        co_return done;
    };
    const auto answer = on_client(speak_over(with_a_tool(hangs_once)));
    EXPECT_THAT(answer.events, MatchesRegex("ITa+"));
    EXPECT_EQ(runs, 2);
}

}  // namespace
}  // namespace salon::critic
