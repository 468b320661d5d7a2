// What becomes of a conversation when the critic fails on demand: with our own live client, over a
// real WebSocket, in real time.
#include "critic/faults.h"

#include <gmock/gmock.h>

#include "critic/caller_for_test.h"
#include "net/raw_client_for_test.h"

namespace salon::critic {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

class FaultsTest : public CriticCaller {
protected:
    live::LiveOptions stubborn(std::string model) const {
        auto options = call_options();
        options.redial = {};
        options.model = std::move(model);
        return options;
    }
};

TEST_F(FaultsTest, ACallerWhoIsNotTriedAgainIsToldWhy) {
    start();
    for (const auto& fault : all_faults()) {
        if (fault.when != Fault::When::MidAnswer || fault.passes()) continue;
        auto options = call_options();
        options.model = "fault-" + std::string(fault.name);
        const auto answer = on_client(ask(options, {}, whole_turn));
        EXPECT_EQ(answer.events, "a") << fault.name;
        ASSERT_TRUE(answer.closed.has_value()) << fault.name;
        EXPECT_EQ(answer.closed->close_code, fault.code) << fault.name;
        EXPECT_EQ(answer.closed->phase, live::LiveFailure::Phase::Talk) << fault.name;
        EXPECT_FALSE(answer.closed->hint.empty()) << fault.name;
    }
}

TEST_F(FaultsTest, AServiceThatStallsBeforeItAgreesIsGivenUpWithWords) {
    start({.fault = find_fault("stall")});
    auto options = call_options();
    options.setup_patience = 100ms;
    const auto answer = on_client(ask(options, {}, whole_turn));
    ASSERT_TRUE(answer.closed.has_value());
    EXPECT_THAT(answer.closed->hint, HasSubstr("did not answer in time"));
}

TEST_F(FaultsTest, AnAnswerThatStallsIsWaitedForOrGoesOnElsewhere) {
    start({.fault = find_fault("stall-mid-answer"), .fault_length = 1s});
    auto waiting = std::async(std::launch::async, [&, options = stubborn("gemini-3.8-live")] {
        return on_client(ask(options, {}, whole_turn));
    });
    const auto other = make_server({.fault = find_fault("stall-mid-answer")});
    other->listen();
    auto options = stubborn("gemini-3.8-live");
    options.endpoint = other->endpoint();
    options.stall_patience = 500ms;
    const auto hurried = on_client(ask(options, {}, whole_turn));
    const auto patient = waiting.get();
    EXPECT_THAT(patient.events, MatchesRegex("a+GT"));
    EXPECT_THAT(hurried.events, MatchesRegex("aRa+GT"));
    EXPECT_EQ(hurried.words, patient.words) << "the same seed, the same words";
}

// Talks on while the critic hears nothing.
Task<Answer> talk_to_the_deaf(live::LiveOptions options) {
    auto client = co_await live::LiveClient::connect(std::move(options));
    Answer answer;
    if (!client) co_return answer;
    co_await speak(*client);
    co_await hear(*client, answer, a_piece_of_sound);
    co_await speak(*client);
    co_await hear(*client, answer, [](const Answer& so_far) {
        return so_far.events.find("Ta") != std::string::npos;
    });
    co_await client->close();
    co_return answer;
}

TEST_F(FaultsTest, SlowPongsAreNoReasonToHangUp) {
    start({.fault = find_fault("slow-pongs"), .fault_length = 1s});
    const auto answer = on_client(talk_to_the_deaf(stubborn("gemini-3.8-live")));
    EXPECT_THAT(answer.events, MatchesRegex("aa+ITa")) << "what was said meanwhile is heard then";
}

// A frame of a client, with a mask of zeroes.
std::string frame(char kind, std::string_view data) {
    std::string bytes{kind,
                      static_cast<char>(0x80 | 126),
                      static_cast<char>(data.size() >> 8),
                      static_cast<char>(data.size() & 0xff),
                      0,
                      0,
                      0,
                      0};
    if (data.size() < 126) bytes = {kind, static_cast<char>(0x80 | data.size()), 0, 0, 0, 0};
    return bytes.append(data);
}

TEST_F(FaultsTest, SlowPongsAreSlow) {
    start({.fault = find_fault("slow-pongs"), .fault_length = 400ms});
    const auto port = server->endpoint().substr(server->endpoint().rfind(':') + 1);
    net::RawClient client({.ip = *IpAddress::parse("127.0.0.1"),
                           .port = static_cast<std::uint16_t>(std::stoi(port))});
    client.say(
        "GET /ws/v1beta.BidiGenerateContent HTTP/1.1\r\nHost: localhost\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
    const char text = static_cast<char>(0x81);
    const char ping = static_cast<char>(0x89);
    client.say(frame(text, R"({"setup":{"model":"models/gemini-3.8-live"}})"));
    client.say(frame(ping, "early"));
    EXPECT_THAT(client.hear("early"), Not(HasSubstr("audio/pcm")));
    client.say(frame(text, R"({"realtimeInput":{"text":"Hi"}})"));
    client.hear("audio/pcm");
    const auto asked = net::steady_now();
    // A live client never stops sending; what it sends keeps the ping waiting.
    for (int i = 0; i < 3; ++i) client.say(frame(text, R"({"realtimeInput":{}})"));
    client.say(frame(ping, "late"));
    EXPECT_THAT(client.hear("late"), HasSubstr("audio/pcm")) << "it goes on speaking";
    EXPECT_GE(net::steady_now() - asked, 300ms);
}

TEST_F(FaultsTest, ARefusedHandleMeansToldAgain) {
    for (const auto* name : {"refuse-resumption", "invalid-resumption"}) {
        start({.fault = find_fault(name), .session_max = 4s});
        const auto answer = on_client(ask(
            stubborn("gemini-3.8-live"), picture_of({200, 20, 20}),
            [](const Answer& so_far) { return so_far.events.find("Fa") != std::string::npos; }));
        EXPECT_THAT(answer.events, MatchesRegex("a+Fa")) << name;
        EXPECT_FALSE(answer.closed.has_value()) << name;
    }
}

TEST_F(FaultsTest, AnAnnouncedEndIsLeftBefore) {
    start();
    const auto answer = on_client(ask(stubborn("fault-go-away"), {}, [](const Answer& so_far) {
        return so_far.events.find("Ra") != std::string::npos;
    }));
    EXPECT_THAT(answer.events, MatchesRegex("a*Ra"));
}

TEST_F(FaultsTest, ThoughtsAreNeitherShownNorSpoken) {
    start({.fault = find_fault("thoughts")});
    const auto answer = on_client(ask(call_options(), {}, a_second_of_sound));
    EXPECT_THAT(answer.events, MatchesRegex("a+"));
    EXPECT_THAT(answer.words, Not(HasSubstr("Looking closer")));
}

}  // namespace
}  // namespace salon::critic
