#include "server/socket_messages.h"

#include <gmock/gmock.h>

namespace salon::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

template <class Event>
Event browser(std::string_view text) {
    const auto message = parse_browser_message(text);
    return message ? std::get<Event>(*message) : Event{};
}
template <class Event>
Event telephone(std::string_view text) {
    const auto message = parse_telephone_message(text);
    return message ? std::get<Event>(*message) : Event{};
}
template <class Event>
bool browser_says(std::string_view text) {
    const auto message = parse_browser_message(text);
    return message && std::holds_alternative<Event>(*message);
}
template <class Event>
bool telephone_says(std::string_view text) {
    const auto message = parse_telephone_message(text);
    return message && std::holds_alternative<Event>(*message);
}
std::string refused_to_browser(std::string_view text) {
    const auto message = parse_browser_message(text);
    return message ? "" : message.error();
}
std::string refused_to_telephone(std::string_view text) {
    const auto message = parse_telephone_message(text);
    return message ? "" : message.error();
}

std::string media_of(std::size_t samples) {
    std::string letters(samples / 3 * 4, '/');  // 0xff, three in four letters.
    return R"({"event":"media","media":{"payload":")" + letters + R"("}})";
}

TEST(BrowserMessages, AreWhatFastRtcsPagesSend) {
    EXPECT_EQ(browser<SocketStart>(R"({"event":"start","websocket_id":"abc"})").id, "abc");
    const auto media = browser<SocketMedia>(R"({"event":"media","media":{"payload":"/38A"}})");
    EXPECT_THAT(media.mu_law, ElementsAre(0xff, 0x7f, 0x00));
    EXPECT_TRUE(browser_says<SocketPing>(R"({"event":"ping"})"));
    EXPECT_TRUE(browser_says<SocketStop>(R"({"event":"stop"})"));
}

TEST(BrowserMessages, MayNameTheTabAndThePartOfThePage) {
    const auto start = browser<SocketStart>(
        R"({"event":"start","websocket_id":"abc","session":"0123456789012345678901","component":4})");
    EXPECT_EQ(start.session, "0123456789012345678901");
    EXPECT_EQ(start.component, 4);
    const auto unnamed = browser<SocketStart>(
        R"({"event":"start","websocket_id":"abc","session":null,"component":null})");
    EXPECT_EQ(unnamed.session, "");
    EXPECT_EQ(unnamed.component, 0);
}

TEST(BrowserMessages, ThatAreWrongAreRefusedInWords) {
    EXPECT_THAT(refused_to_browser(""), HasSubstr("JSON object"));
    EXPECT_THAT(refused_to_browser("[]"), HasSubstr("JSON object"));
    EXPECT_THAT(refused_to_browser("{}"), HasSubstr("\"event\""));
    EXPECT_THAT(refused_to_browser(R"({"event":7})"), HasSubstr("\"event\""));
    EXPECT_THAT(refused_to_browser(R"({"event":"dance"})"), HasSubstr("one of \"start\""));
    EXPECT_THAT(refused_to_browser(R"({"event":"start"})"), HasSubstr("websocket_id"));
    EXPECT_THAT(refused_to_browser(R"({"event":"start","websocket_id":"a b"})"),
                HasSubstr("websocket_id"));
    EXPECT_THAT(refused_to_browser(R"({"event":"start","websocket_id":"a","session":"short"})"),
                HasSubstr("session"));
    EXPECT_THAT(refused_to_browser(R"({"event":"start","websocket_id":"a","component":-1})"),
                HasSubstr("component"));
    EXPECT_THAT(refused_to_browser(R"({"event":"start","websocket_id":"a","component":"1"})"),
                HasSubstr("component"));
    EXPECT_THAT(refused_to_browser(R"({"event":"media"})"), HasSubstr("payload"));
    EXPECT_THAT(refused_to_browser(R"({"event":"media","media":{"payload":"!"}})"),
                HasSubstr("base64"));
}

TEST(BrowserMessages, HaveALimit) {
    EXPECT_EQ(browser<SocketMedia>(media_of(socket_samples_max)).mu_law.size(), socket_samples_max);
    EXPECT_THAT(refused_to_browser(media_of(socket_samples_max + 3)), HasSubstr("48000 samples"));
    EXPECT_THAT(refused_to_browser(media_of(socket_message_max)), HasSubstr("98304 bytes"));
    EXPECT_THAT(refused_to_browser(std::string(socket_message_max, '[')), HasSubstr("JSON"));
}

// As Twilio documents them.
constexpr auto twilio_start = R"({"event":"start","sequenceNumber":"1","start":{
    "accountSid":"ACaa","streamSid":"MZbb","callSid":"CAcc","tracks":["inbound"],
    "mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},
    "customParameters":{"FirstName":"Jane","LastName":"Doe"}},"streamSid":"MZbb"})";

TEST(TelephoneMessages, BeginWithWhoCalls) {
    const auto start = telephone<TelephoneStart>(twilio_start);
    EXPECT_EQ(start.stream_sid, "MZbb");
    EXPECT_EQ(start.call_sid, "CAcc");
    EXPECT_THAT(start.parameters, ElementsAre(Pair("FirstName", "Jane"), Pair("LastName", "Doe")));
}

TEST(TelephoneMessages, MayNameTheStreamAtTheTopOnly) {
    const auto bare = telephone<TelephoneStart>(R"({"event":"start","streamSid":"MZ1"})");
    EXPECT_EQ(bare.stream_sid, "MZ1");
    EXPECT_EQ(
        telephone<TelephoneStart>(R"({"event":"start","start":{},"streamSid":"MZ2"})").stream_sid,
        "MZ2");
}

TEST(TelephoneMessages, GoOnWithSoundAndEnd) {
    const auto media = telephone<SocketMedia>(
        R"({"event":"media","sequenceNumber":"3","media":{"track":"inbound","chunk":"1",)"
        R"("timestamp":"5","payload":"fw=="},"streamSid":"MZbb"})");
    EXPECT_THAT(media.mu_law, ElementsAre(0x7f));
    EXPECT_TRUE(telephone_says<SocketStop>(
        R"({"event":"stop","sequenceNumber":"5","stop":{"accountSid":"ACaa","callSid":"CAcc"}})"));
}

TEST(TelephoneMessages, OfNoConsequenceAreKnownAsThat) {
    EXPECT_TRUE(telephone_says<TelephoneAside>(
        R"({"event":"connected","protocol":"Call","version":"1.0.0"})"));
    EXPECT_TRUE(telephone_says<TelephoneAside>(
        R"({"event":"mark","streamSid":"MZbb","mark":{"name":"x"}})"));
    EXPECT_TRUE(telephone_says<TelephoneAside>(
        R"({"event":"dtmf","dtmf":{"track":"inbound_track","digit":"1"}})"));
    EXPECT_TRUE(telephone_says<TelephoneAside>(R"({"event":"invented tomorrow"})"));
}

TEST(TelephoneMessages, ThatAreWrongAreRefusedInWords) {
    EXPECT_THAT(refused_to_telephone("hello"), HasSubstr("JSON object"));
    EXPECT_THAT(refused_to_telephone(R"({"streamSid":"MZ"})"), HasSubstr("\"event\""));
    EXPECT_THAT(refused_to_telephone(R"({"event":"start"})"), HasSubstr("streamSid"));
    EXPECT_THAT(refused_to_telephone(R"({"event":"start","streamSid":"a b"})"),
                HasSubstr("streamSid"));
    EXPECT_THAT(refused_to_telephone(R"({"event":"start","streamSid":"MZ","start":{
        "mediaFormat":{"encoding":"audio/x-alaw","sampleRate":8000,"channels":1}}})"),
                HasSubstr("audio/x-mulaw"));
    EXPECT_THAT(refused_to_telephone(
                    R"({"event":"start","streamSid":"MZ","start":{"customParameters":{"a":1}}})"),
                HasSubstr("customParameters"));
    EXPECT_THAT(refused_to_telephone(R"({"event":"media","media":{"payload":7}})"),
                HasSubstr("payload"));
}

}  // namespace
}  // namespace salon::server
