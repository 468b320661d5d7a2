// The critic as a client meets it: over a real WebSocket on loopback, with its real voice.
#include "critic/critic_server.h"

#include <cctype>
#include <regex>
#include <thread>

#include <gmock/gmock.h>

#include "critic/caller_for_test.h"
#include "net/websocket_client.h"

namespace salon::critic {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

using CriticServerTest = CriticCaller;

TEST_F(CriticServerTest, ASpokenQuestionIsAnsweredAloud) {
    start();
    const auto answer = on_client(ask(call_options(), picture_of({200, 20, 20}), whole_turn));
    EXPECT_THAT(answer.words, HasSubstr("red"));
    EXPECT_THAT(answer.heard, StartsWith(" (you spoke for "));
    EXPECT_THAT(answer.events, testing::MatchesRegex("a+GT"));

    // It is a voice, and as long as so many words take.
    const auto words = std::count(answer.words.begin(), answer.words.end(), ' ');
    const double seconds = static_cast<double>(answer.sound.size()) / 24'000;
    EXPECT_GT(level_rms({answer.sound, SampleRate(24'000), 1}), 0.02);
    EXPECT_GT(seconds, 0.2 * static_cast<double>(words));
    EXPECT_LT(seconds, 0.7 * static_cast<double>(words));
}

Task<Answer> talk_over(live::LiveOptions options) {
    auto client = co_await live::LiveClient::connect(std::move(options));
    Answer answer;
    co_await speak(*client);
    while (!a_second_of_sound(answer)) {
        live::LiveEvent event = co_await client->next();
        note(answer, std::move(event));
    }
    co_await speak(*client);
    while (answer.events.find("Ta") == std::string::npos && !answer.closed) {
        live::LiveEvent event = co_await client->next();
        note(answer, std::move(event));
    }
    co_await client->close();
    co_return answer;
}

TEST_F(CriticServerTest, SpeechOverTheAnswerSilencesItAndIsAnswered) {
    start();
    const auto answer = on_client(talk_over(call_options()));
    EXPECT_THAT(answer.events, testing::MatchesRegex("a+ITa"));
}

bool asks_for_a_picture(const Answer& answer) {
    static const std::regex request("[Uu]pload|camera|artwork");
    return std::regex_search(answer.words, request) || whole_turn(answer);
}

TEST_F(CriticServerTest, WithoutAPictureItAsksForOne) {
    start();
    const auto answer = on_client(ask(call_options(), {}, asks_for_a_picture));
    EXPECT_THAT(answer.words, AnyOf(HasSubstr("pload"), HasSubstr("camera"), HasSubstr("artwork")));
}

// The colours named, in order; the words may break off after the first.
std::vector<std::string> colours_in(const std::string& words) {
    static const std::regex colour("\\b(red|blue|green|black and white)\\b", std::regex::icase);
    std::vector<std::string> colours;
    for (std::sregex_iterator found(words.begin(), words.end(), colour), end; found != end;
         ++found) {
        auto name = found->str();
        name.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(name.front())));
        colours.push_back(name);
    }
    return colours;
}

bool names_a_colour(const Answer& answer) {
    return !colours_in(answer.words).empty() || whole_turn(answer);
}

TEST_F(CriticServerTest, FourCallersAtOnceEachHearOfTheirOwnPicture) {
    start();
    const std::vector<std::pair<Rgb, std::string>> callers{{{200, 20, 20}, "red"},
                                                           {{20, 40, 200}, "blue"},
                                                           {{20, 140, 40}, "green"},
                                                           {{128, 128, 128}, "black and white"}};
    std::vector<std::promise<Answer>> answers(callers.size());
    for (std::size_t i = 0; i < callers.size(); ++i) {
        auto call = ask(call_options(), picture_of(callers[i].first), names_a_colour);
        net::spawn(client_loop.executor(), "test", deliver(std::move(call), answers[i]));
    }
    for (std::size_t i = 0; i < callers.size(); ++i) {
        const auto words = answers[i].get_future().get().words;
        EXPECT_THAT(colours_in(words), testing::Each(callers[i].second)) << words;
        EXPECT_THAT(colours_in(words), testing::Not(testing::IsEmpty())) << words;
    }
}

TEST_F(CriticServerTest, RefusesWhatTheServiceRefuses) {
    start({.keys = {"TESTKEY"}});
    auto wrong_key = call_options();
    wrong_key.key = "almost";
    const auto unknown = on_client(ask(wrong_key, {}, whole_turn)).closed;
    ASSERT_TRUE(unknown.has_value());
    EXPECT_EQ(unknown->close_code, 1007);
    EXPECT_THAT(unknown->reason, StartsWith("API key not valid"));

    auto old_model = call_options();
    old_model.model = "gemini-2.0-flash-exp";
    const auto retired = on_client(ask(old_model, {}, whole_turn)).closed;
    ASSERT_TRUE(retired.has_value());
    EXPECT_EQ(retired->close_code, 1008);
    EXPECT_THAT(retired->reason, HasSubstr("is not found for API version"));
}

TEST_F(CriticServerTest, FailsInEveryWayAClientMustKnow) {
    start();
    for (const auto& fault : all_faults()) {
        if (fault.when != Fault::When::AtSetup || fault.quirk == Fault::Quirk::Stall) continue;
        auto options = call_options();
        options.model = "fault-" + std::string(fault.name);
        const auto failure = on_client(ask(options, {}, whole_turn)).closed;
        ASSERT_TRUE(failure.has_value()) << fault.name;
        EXPECT_EQ(failure->phase, live::LiveFailure::Phase::Setup) << fault.name;
        EXPECT_FALSE(failure->hint.empty()) << fault.name;
    }
}

// A client that speaks the wire itself: what it sends, and all that comes back until the end or
// `messages_max`.
struct Raw {
    std::vector<std::string> sent;
    std::size_t messages_max = 1;
    std::string path =
        "//ws/google.ai.generativelanguage.v1beta.GenerativeService."
        "BidiGenerateContent?key=TESTKEY";
};
struct RawReply {
    std::vector<net::WsMessage> messages;
    std::optional<net::WsClosed> closed;
};

Task<RawReply> exchange(std::string endpoint, Raw raw) {
    net::WebSocketOptions options;
    options.url = endpoint + raw.path;
    auto socket = co_await net::connect_websocket(std::move(options));
    RawReply reply;
    for (auto& text : raw.sent) co_await socket->send_text(std::move(text));
    while (reply.messages.size() < raw.messages_max) {
        auto message = co_await socket->read();
        if (!message) {
            reply.closed = message.error();
            co_return reply;
        }
        reply.messages.push_back(std::move(*message));
    }
    co_await socket->close();
    co_return reply;
}

constexpr auto setup = R"({"setup":{"model":"models/gemini-3.8-live"}})";

TEST_F(CriticServerTest, TheFirstFrameIsSetupCompleteInABinaryFrame) {
    start();
    const auto reply = on_client(exchange(server->endpoint(), {.sent = {setup}}));
    ASSERT_EQ(reply.messages.size(), 1U);
    EXPECT_FALSE(reply.messages[0].text);
    EXPECT_THAT(reply.messages[0].data, HasSubstr("\"setupComplete\""));
}

TEST_F(CriticServerTest, AQuestionInWritingIsAnsweredInPythonsDialectToo) {
    start();
    const auto reply = on_client(
        exchange(server->endpoint(),
                 {.sent = {setup, R"({"client_content":{"turns":[{"parts":[{"text":"Hi"}],)"
                                  R"("role":"user"}],"turnComplete":true}})"},
                  .messages_max = 2}));
    ASSERT_EQ(reply.messages.size(), 2U);
    EXPECT_THAT(reply.messages[1].data, HasSubstr("audio/pcm;rate=24000"));
}

TEST_F(CriticServerTest, AnUnknownFieldIsNamed) {
    start();
    const auto reply = on_client(
        exchange(server->endpoint(),
                 {.sent = {R"({"setup":{"model":"models/gemini-3.8-live","proactivty":{}}})"}}));
    ASSERT_TRUE(reply.closed.has_value());
    EXPECT_EQ(reply.closed->code, 1007);
    EXPECT_THAT(reply.closed->reason, HasSubstr("Unknown name \"proactivty\""));
}

TEST_F(CriticServerTest, ContentBeforeSetupAndASecondSetupAreErrors) {
    start();
    const std::string input = R"({"realtimeInput":{"text":"Hi"}})";
    const auto early = on_client(exchange(server->endpoint(), {.sent = {input}}));
    ASSERT_TRUE(early.closed.has_value());
    EXPECT_EQ(early.closed->code, 1007);
    const auto twice =
        on_client(exchange(server->endpoint(), {.sent = {setup, setup}, .messages_max = 2}));
    ASSERT_TRUE(twice.closed.has_value());
    EXPECT_EQ(twice.closed->code, 1007);
}

TEST_F(CriticServerTest, ChunksAreDeprecatedForNewModels) {
    start();
    const auto reply = on_client(exchange(
        server->endpoint(), {.sent = {setup, R"({"realtimeInput":{"mediaChunks":[{"data":"AAAA",)"
                                             R"("mimeType":"audio/pcm;rate=16000"}]}})"},
                             .messages_max = 2}));
    ASSERT_TRUE(reply.closed.has_value());
    EXPECT_EQ(reply.closed->code, 1007);
    EXPECT_THAT(reply.closed->reason, HasSubstr("media_chunks is deprecated"));
}

TEST_F(CriticServerTest, WhoSaysNothingIsShownOut) {
    start({.setup_patience = 50ms});
    const auto reply = on_client(exchange(server->endpoint(), {.sent = {}}));
    ASSERT_TRUE(reply.closed.has_value());
    EXPECT_EQ(reply.closed->code, 1008);
}

TEST_F(CriticServerTest, OneSessionTooManyIsSentAway) {
    start({.sessions_max = 0});
    const auto reply = on_client(exchange(server->endpoint(), {.sent = {setup}}));
    ASSERT_TRUE(reply.closed.has_value());
    EXPECT_EQ(reply.closed->code, 1013);
}

TEST_F(CriticServerTest, ALongSessionIsToldBeforeItEnds) {
    start();
    const auto reply = on_client(
        exchange(server->endpoint(),
                 {.sent = {R"({"setup":{"model":"models/fault-go-away"}})"}, .messages_max = 3}));
    ASSERT_EQ(reply.messages.size(), 2U);
    EXPECT_THAT(reply.messages[1].data, HasSubstr("\"goAway\""));
    ASSERT_TRUE(reply.closed.has_value());
    EXPECT_EQ(reply.closed->code, 1008);
}

TEST_F(CriticServerTest, StopsWhileSomebodyTalksAndForgetsEverySession) {
    start();
    auto asked = std::async(std::launch::async,
                            [this] { return on_client(ask(call_options(), {}, never_enough)); });
    while (server->sessions() == 0) std::this_thread::yield();
    server->stop();
    EXPECT_TRUE(asked.get().closed.has_value());
    EXPECT_EQ(server->sessions(), 0U);
}

}  // namespace
}  // namespace salon::critic
