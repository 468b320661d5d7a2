#include "live/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <mutex>

#include <boost/json.hpp>

#include "base/log.h"
#include "live/word_for_test.h"
#include "net/clock.h"
#include "net/http_server.h"
#include "net/run_on.h"

namespace salon::live {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Lines = std::vector<std::string>;

// The lines of a transcript in tests/data/live that a server says.
Lines server_lines(const std::string& name) {
    std::ifstream file(SALON_TEST_DATA "/live/" + name + ".txt");
    Lines lines;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("S")) lines.push_back(line);
    }
    EXPECT_THAT(lines, Not(IsEmpty())) << name;
    return lines;
}

// A live model that plays its part line by line, and remembers what it was told.
class ScriptedModel {
public:
    explicit ScriptedModel(net::Loop& loop)
        : server_(loop, {.local = {.ip = *IpAddress::parse("127.0.0.1"), .port = 0}}) {
        server_.websocket_prefix("/ws/", [this](net::WebSocket& socket, net::HttpRequest request) {
            return play(socket, std::move(request));
        });
        server_.listen();
    }

    std::string endpoint() const {
        return "ws://127.0.0.1:" + std::to_string(server_.local().port);
    }

    Lines script;        ///< "S {…}" and "S! 1007 reason"; then it hears the client out.
    std::string target;  ///< Of the upgrade request.
    std::string key;     ///< In its header.
    std::string setup;   ///< The first message.
    std::promise<std::string> second;  ///< The one after it,
    std::promise<Lines> heard;         ///< and all others, of the first connection.

private:
    Task<> play(net::WebSocket& socket, net::HttpRequest request) {
        target = request.target;
        key = request.headers.get("x-goog-api-key");
        auto first = co_await socket.read();
        if (first) setup = first->data;
        for (const auto& line : script) co_await say(socket, line);
        Lines all;
        for (;;) {
            auto message = co_await socket.read();
            if (!message) break;
            if (!std::exchange(spoken_to_, true)) second.set_value(message->data);
            all.push_back(std::move(message->data));
        }
        if (!std::exchange(told_, true)) heard.set_value(std::move(all));
    }

    static Task<> say(net::WebSocket& socket, std::string line) {
        if (line.starts_with("S! ")) {
            const auto code = static_cast<std::uint16_t>(std::stoi(line.substr(3, 4)));
            auto reason = line.size() > 8 ? line.substr(8) : std::string();
            co_await socket.close(code, std::move(reason));
        } else if (line == "drop") {
            socket.drop();
        } else {
            auto text = line.substr(2);
            co_await socket.send_binary(std::move(text));
        }
    }

    bool spoken_to_ = false;
    bool told_ = false;
    net::HttpServer server_;
};

class LiveClientTest : public testing::Test {
protected:
    LiveOptions options() {
        return {.endpoint = model.endpoint(),
                .key = "AIzaTESTKEY",
                .model = "gemini-3.8-live",
                .voice = "Kore",
                .system_instruction = "You are terse.",
                .redial = {.tries_max = 0}};  // These conversations have one connection.
    }

    // Connects to a model that says `lines` after its confirmation; what the client is told.
    Lines events_of(Lines lines) {
        if (lines.empty() || lines.front().find("setupComplete") == std::string::npos) {
            lines.insert(lines.begin(), "S {\"setupComplete\":{}}");
        }
        model.script = std::move(lines);
        if (!model.script.back().starts_with("S!")) model.script.push_back("S! 1000");
        const auto story = [](LiveOptions how) -> Task<Lines> {
            auto client = co_await LiveClient::connect(std::move(how));
            Lines words;
            if (!client) co_return words;
            do {
                const auto event = co_await client->next();
                words.push_back(word_for(event));
            } while (!words.back().starts_with("closed"));
            co_return words;
        };
        return net::run_on(loop, story(options()));
    }

    // Why a model that answers the setup with `line` is not to be had.
    LiveFailure refusal(std::string line) {
        model.script = {std::move(line)};
        const auto story = [](LiveOptions how) -> Task<LiveFailure> {
            auto client = co_await LiveClient::connect(std::move(how));
            co_return client ? LiveFailure() : client.error();
        };
        return net::run_on(loop, story(options()));
    }

    // Plays `story` with a client of a model that confirms; what the model heard.
    template <class Story>
    Lines heard_in(Story story) {
        model.script.insert(model.script.begin(), "S {\"setupComplete\":{}}");
        const auto whole = [](LiveOptions how, Story told) -> Task<> {
            auto client = co_await LiveClient::connect(std::move(how));
            if (!client) throw std::runtime_error(client.error().hint);
            co_await told(*client);
            co_await client->close();
        };
        net::run_on(loop, whole(options(), story));
        return model.heard.get_future().get();
    }

    net::Loop loop;
    ScriptedModel model{loop};
};

TEST_F(LiveClientTest, SetsUpAndSaysGoodbye) {  // 01
    EXPECT_THAT(heard_in([](LiveClient&) -> Task<> { co_return; }), IsEmpty());
    EXPECT_EQ(model.target,
              "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent");
    EXPECT_EQ(model.key, "AIzaTESTKEY");
    EXPECT_THAT(model.setup, AllOf(HasSubstr("\"model\":\"models/gemini-3.8-live\""),
                                   HasSubstr("\"contextWindowCompression\":{\"slidingWindow\":{}}"),
                                   HasSubstr("\"outputAudioTranscription\":{}")));
}

TEST_F(LiveClientTest, HearsAWholeTurn) {  // 02
    EXPECT_THAT(events_of(server_lines("02_audio_turn")),
                ElementsAre("user: What", "user: time", "user: is it?", "audio 6", "model:It is",
                            "audio 6", "model: noon.", "generated", "turn", "closed 1000"));
}

TEST_F(LiveClientTest, HearsAnInterruption) {  // 03
    EXPECT_THAT(events_of(server_lines("03_interrupted_turn")),
                ElementsAre("audio 6", "model:Once upon a time", "interrupted", "turn",
                            "user: Stop.", "closed 1000"));
}

TEST_F(LiveClientTest, KeepsTheWordsThatComeWithAnInterruption) {  // 04
    EXPECT_THAT(events_of(server_lines("04_interrupted_with_other_fields")),
                ElementsAre("interrupted", "user: Wait", "turn", "closed 1000"));
}

TEST_F(LiveClientTest, HearsAnAnswerAboutAPictureWithoutTheThoughts) {  // 05
    EXPECT_THAT(events_of(server_lines("05_picture_and_text")),
                ElementsAre("user: What is this?", "audio 6", "model:A mug.", "generated", "turn",
                            "audio 6", "generated", "turn", "closed 1000"));
}

TEST_F(LiveClientTest, PassesOverToolsItDidNotAskFor) {  // 06
    EXPECT_THAT(events_of(server_lines("06_tool_calls")),
                ElementsAre("audio 6", "model:Done.", "generated", "turn", "closed 1000"));
}

// Each tool but "hang" ends as its name says; the model calls `name`, and this is what it is told.
class ToolsAtWork : public LiveClientTest {
protected:
    std::string told_after(const std::string& name, std::string arguments = "{}") {
        auto how = options();
        how.tool_patience = 100ms;
        how.tools = {{.name = "double",
                      .description = "",
                      .parameters = "",
                      .function = [](boost::json::object given) -> Task<ToolResult> {
                          const ToolResult twice = given.at("of").as_int64() * 2;
                          co_return twice;
                      }},
                     {.name = "refuse",
                      .description = "",
                      .parameters = "",
                      .function = [](boost::json::object) -> Task<ToolResult> {
                          const ToolResult no = fail(std::string("Not today."));
                          co_return no;
                      }},
                     {.name = "hang",
                      .description = "",
                      .parameters = "",
                      .function = [](boost::json::object) -> Task<ToolResult> {
                          co_await net::forever();
                          const ToolResult never = 0;
                          co_return never;
                      }}};
        model.script = {R"(S {"setupComplete":{}})",
                        R"(S {"toolCall":{"functionCalls":[{"name":")" + name + R"(","args":)" +
                            std::move(arguments) + R"(,"id":"1"}]}})"};
        const auto story = [](LiveOptions chosen,
                              std::future<std::string>& answer) -> Task<std::string> {
            auto client = co_await LiveClient::connect(std::move(chosen));
            while (answer.wait_for(0s) != std::future_status::ready) co_await net::sleep_for(1ms);
            co_await client->close();
            co_return answer.get();
        };
        auto answer = model.second.get_future();
        return net::run_on(loop, story(std::move(how), answer));
    }
};

TEST_F(ToolsAtWork, AreCalledWithTheModelsArguments) {
    EXPECT_EQ(
        told_after("double", R"({"of":21})"),
        R"({"toolResponse":{"functionResponses":[{"id":"1","name":"double","response":{"output":42}}]}})");
}

TEST_F(ToolsAtWork, RefuseInTheirOwnWords) {
    EXPECT_THAT(told_after("refuse"), HasSubstr(R"({"error":"Not today."})"));
}

TEST_F(ToolsAtWork, ThatThrowFailAndTheLogKnowsWhy) {
    EXPECT_THAT(told_after("double", R"({"of":"two"})"), HasSubstr(R"({"error":"It failed."})"));
}

TEST_F(ToolsAtWork, ThatTakeTooLongAreNotWaitedFor) {
    EXPECT_THAT(told_after("hang"), HasSubstr(R"({"error":"It took too long."})"));
}

TEST_F(ToolsAtWork, ThatDoNotExistAreMissed) {
    EXPECT_THAT(told_after("fly"), HasSubstr("There is no tool of that name."));
}

TEST_F(LiveClientTest, ACloseEndsTheToolsAtWork) {
    const auto ended = std::make_shared<bool>(false);
    struct Mark {
        std::shared_ptr<bool> ended;
        ~Mark() { *ended = true; }
    };
    const std::function<Task<ToolResult>(std::shared_ptr<bool>)> hang =
        [](std::shared_ptr<bool> flag) -> Task<ToolResult> {
        const Mark mark{std::move(flag)};
        co_await net::forever();
        const ToolResult never = 0;
        co_return never;
    };
    auto how = options();
    how.tools = {
        {.name = "hang", .description = "", .parameters = "", .function = [&](boost::json::object) {
             return hang(ended);
         }}};
    model.script = {R"(S {"setupComplete":{}})",
                    R"(S {"toolCall":{"functionCalls":[{"name":"hang","id":"1"}]}})"};
    const auto story = [](LiveOptions chosen) -> Task<std::uint64_t> {
        auto client = co_await LiveClient::connect(std::move(chosen));
        while (client->counts().tool_calls == 0) co_await net::sleep_for(1ms);
        co_await client->close();
        co_return client->counts().tool_answers_unwanted;
    };
    EXPECT_EQ(net::run_on(loop, story(std::move(how))), 0u);
    EXPECT_TRUE(*ended);
}

TEST_F(LiveClientTest, PassesOverACancelledTool) {  // 07
    EXPECT_THAT(events_of(server_lines("07_tool_call_cancelled")),
                ElementsAre("interrupted", "turn", "closed 1000"));
}

TEST_F(LiveClientTest, LeavesInTimeAndComesBackWithItsHandle) {  // 08
    const auto lines = server_lines("08_go_away_and_resumption");
    model.script = {lines[0], lines[1]};
    model.script.insert(model.script.begin(), "S {\"setupComplete\":{}}");
    const auto story = [](LiveOptions how) -> Task<Lines> {
        auto client = co_await LiveClient::connect(std::move(how));
        Lines words;
        while (words.size() < 2) {
            const auto event = co_await client->next();
            words.push_back(word_for(event));
        }
        co_await client->close();
        const auto last = co_await client->next();
        words.push_back(word_for(last));
        co_return words;
    };
    auto stubborn = options();
    stubborn.redial = {};
    EXPECT_THAT(net::run_on(loop, story(stubborn)),
                ElementsAre("reconnecting", "resumed", "closed 1000"));
    EXPECT_THAT(model.setup, HasSubstr(R"("sessionResumption":{"handle":"h-0007"})"));
}

TEST_F(LiveClientTest, HearsAnInterruptionAfterTheGeneration) {  // 09
    EXPECT_THAT(events_of(server_lines("09_push_to_talk")),
                ElementsAre("audio 6", "generated", "interrupted", "turn", "closed 1000"));
}

TEST_F(LiveClientTest, ExplainsARefusedSetup) {  // 10
    const auto wrong_key = refusal(server_lines("10_wrong_key").front());
    EXPECT_EQ(wrong_key.phase, LiveFailure::Phase::Setup);
    EXPECT_EQ(wrong_key.close_code, 1007);
    EXPECT_FALSE(wrong_key.retryable);
    EXPECT_THAT(wrong_key.hint, HasSubstr("key is not valid"));
}

TEST_F(LiveClientTest, ExplainsAnUnknownModel) {  // 11
    const auto failure = refusal(server_lines("11_unknown_model").front());
    EXPECT_EQ(failure.close_code, 1008);
    EXPECT_THAT(failure.reason, HasSubstr("is not found for API version"));
    EXPECT_THAT(failure.hint, HasSubstr("Choose another model"));
}

TEST_F(LiveClientTest, ExplainsAnEndInTheMiddleOfAnAnswer) {  // 12
    auto lines = server_lines("02_audio_turn");
    lines.resize(4);
    lines.push_back(server_lines("12_refusals")[2]);
    EXPECT_THAT(events_of(lines), Contains("closed 1011"));
}

TEST_F(LiveClientTest, GoesOnWhileTheModelThinks) {  // 14
    EXPECT_THAT(events_of(server_lines("14_extended_thinking")),
                ElementsAre("audio 6", "model:Let me check.", "generated", "turn, more follows",
                            "audio 6", "model:It is y.", "generated", "turn", "closed 1000"));
}

TEST_F(LiveClientTest, SkipsWhatItCannotRead) {
    EXPECT_THAT(events_of({"S {\"setupComplete\":{}}", "S nonsense",
                           "S {\"serverContent\":{\"turnComplete\":true}}"}),
                ElementsAre("turn", "closed 1000"));
}

TEST_F(LiveClientTest, ALostConnectionIsAnEvent) {
    model.script = {"S {\"setupComplete\":{}}", "drop"};
    const auto story = [](LiveOptions how) -> Task<LiveFailure> {
        auto client = co_await LiveClient::connect(std::move(how));
        const auto event = co_await client->next();
        const auto again = co_await client->next();
        EXPECT_TRUE(std::holds_alternative<LiveClosed>(again)) << "the end stays the end";
        co_return std::get<LiveClosed>(event).failure;
    };
    const auto failure = net::run_on(loop, story(options()));
    EXPECT_EQ(failure.phase, LiveFailure::Phase::Talk);
    EXPECT_EQ(failure.close_code, 1006);
    EXPECT_TRUE(failure.retryable);
}

TEST_F(LiveClientTest, GivesUpOnAModelThatDoesNotConfirm) {
    auto impatient = options();
    impatient.setup_patience = 20ms;
    const auto story = [](LiveOptions how) -> Task<LiveFailure> {
        auto client = co_await LiveClient::connect(std::move(how));
        co_return client ? LiveFailure() : client.error();
    };
    const auto failure = net::run_on(loop, story(impatient));
    EXPECT_EQ(failure.phase, LiveFailure::Phase::Setup);
    EXPECT_THAT(failure.hint, HasSubstr("did not answer"));
}

TEST_F(LiveClientTest, ExplainsAServerThatIsNotThere) {
    auto nowhere = options();
    nowhere.endpoint = "ws://127.0.0.1:1";
    const auto story = [](LiveOptions how) -> Task<LiveFailure> {
        auto client = co_await LiveClient::connect(std::move(how));
        co_return client ? LiveFailure() : client.error();
    };
    const auto failure = net::run_on(loop, story(nowhere));
    EXPECT_EQ(failure.phase, LiveFailure::Phase::Connect);
    EXPECT_THAT(failure.hint, HasSubstr("cannot be reached"));
}

TEST_F(LiveClientTest, SendsSoundPicturesAndWords) {
    const auto heard = heard_in([](LiveClient& client) -> Task<> {
        const std::vector<std::int16_t> samples(1600, 7);  // 100 ms.
        client.send_audio(samples);
        client.audio_stream_end();
        ByteBuffer camera{0xff, 0xd8, 0x01};
        client.send_video(std::move(camera));
        ByteBuffer artwork{0xff, 0xd8, 0x02};
        EXPECT_TRUE(client.send_image(std::move(artwork), "The artwork."));
        EXPECT_TRUE(client.send_text("Hello"));
        while (client.counts().pictures_sent == 0) co_await net::sleep_for(1ms);
        EXPECT_EQ(client.counts().audio_pieces_sent, 3u);
    });
    ASSERT_EQ(heard.size(), 7u);
    EXPECT_EQ(heard[0],
              R"({"clientContent":{"turns":[{"parts":[{"inlineData":{"mimeType":"image/jpeg",)"
              R"("data":"/9gC"}},{"text":"The artwork."}],"role":"user"}],"turnComplete":false}})");
    EXPECT_EQ(heard[1], R"({"realtimeInput":{"text":"Hello"}})");
    EXPECT_THAT(heard[2],
                HasSubstr(R"("audio":{"mimeType":"audio/pcm;rate=16000","data":"BwAHAA)"));
    EXPECT_EQ(heard[5], R"({"realtimeInput":{"audioStreamEnd":true}})");
    EXPECT_EQ(heard[6], R"({"realtimeInput":{"video":{"mimeType":"image/jpeg","data":"/9gB"}}})");
}

TEST_F(LiveClientTest, TheKeyIsInNoLogLine) {
    std::mutex mutex;
    std::string logged;
    set_log_sink(
        [&](LogLevel, std::string_view, std::string_view text) {
            const std::scoped_lock lock(mutex);
            logged += std::string(text) + "\n";
        },
        LogLevel::Debug);
    refusal("S! 1007 API key not valid. Please pass a valid API key.");
    const std::scoped_lock lock(mutex);
    set_log_sink({}, LogLevel::Error);
    EXPECT_THAT(logged, AllOf(HasSubstr("1007"), Not(HasSubstr("AIza"))));
}

}  // namespace
}  // namespace salon::live
