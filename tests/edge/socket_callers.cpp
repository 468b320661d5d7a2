// Callers who bring their sound by WebSocket, in FastRTC's words, against the real server.
#include <stdexcept>
#include <utility>

#include <gmock/gmock.h>

#include "codec/g711.h"
#include "edge/books.h"
#include "edge/house.h"
#include "net/base64.h"
#include "net/queue.h"
#include "net/run_on.h"
#include "net/websocket_client.h"
#include "net/with_timeout.h"
#include "real/tape.h"
#include "session/call.h"
#include "ui/components.h"

namespace salon::testing_real {
namespace {

namespace json = boost::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr SampleRate our_rate{16'000};

Textbox mood_field() { return Textbox({.label = "Mood"}); }

/// Says back what it hears, or does what the page's field "Mood" asks for.
class Echo : public Handler {
public:
    Echo(Call& call, Books* books, Markdown shown)
        : Handler(call), books_(*books), shown_(std::move(shown)) {
        const auto mood = call.inputs().text("Mood");
        if (mood == "unready") throw UserError("The echo is not up yet.");
        if (mood == "unlucky") throw std::runtime_error("no such cave");
        ++books_.made;
    }
    ~Echo() override { ++books_.destroyed; }

    AudioFormat audio_format() const override { return {.input = our_rate, .output = our_rate}; }
    Task<> start_up() override {
        const auto mood = call().inputs().text("Mood");
        if (mood == "talkative") said_.push_drop_oldest(resampled(tone(5s).view(), our_rate));
        if (mood == "broken") throw UserError("The echo has a cold.");
        if (mood == "worried") call().show_warning("It looks like rain.");
        if (mood == "showing") call().set(shown_, "a new text");
        if (mood == "leaving") call().end("Time for tea.");
        co_return;
    }
    Task<> receive(AudioBlock audio) override {
        const bool talkative = call().inputs().text("Mood") == "talkative";
        if (!talkative) said_.push_drop_oldest(std::move(audio));
        if (talkative && level_rms(audio.view()) > 0.05) call().flush_audio();
        co_return;
    }
    Task<Emission> emit() override {
        auto audio = co_await said_.pop();
        co_return audio;
    }
    Task<> shutdown() override {
        ++books_.shutdowns;
        co_return;
    }

private:
    Books& books_;
    Markdown shown_;
    net::Queue<AudioBlock> said_{call().executor(), 500};
};

/// A page with a socket, read message by message on the test's own thread.
class Socket {
public:
    Socket(House& house, net::HttpHeaders headers = {}) : loop_(house.callers()) {
        net::WebSocketOptions options;
        options.url = "ws://127.0.0.1:" + std::to_string(house.port()) + "/websocket/offer";
        options.headers = std::move(headers);
        auto socket = net::run_on(loop_, net::connect_websocket(std::move(options)));
        EXPECT_TRUE(socket.has_value());
        if (socket) socket_ = std::make_shared<net::WebSocket>(std::move(*socket));
    }
    ~Socket() {
        if (socket_) vanish();
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    void send(std::string message) { net::run_on(loop_, sent(socket_, std::move(message))); }
    void start(std::string_view id) {
        send(json::serialize(json::object{{"event", "start"}, {"websocket_id", id}}));
    }
    void say(const AudioBlock& audio) {
        const auto codes = codec::to_mu_law(resampled(audio.view(), our_rate).samples);
        const json::object media{{"payload", net::to_base64(codes)}};
        send(json::serialize(json::object{{"event", "media"}, {"media", media}}));
    }
    /// The next message that has this text in it; empty when the socket ended before.
    std::string next(std::string_view with = {}) {
        for (;;) {
            auto message = net::run_on(loop_, read(socket_));
            if (!message) return {};
            if (message->data.find(with) != std::string::npos) return message->data;
        }
    }
    /// Whatever is heard until `length` of it is there.
    AudioBlock hear(Duration length) {
        AudioBlock heard{.samples = {}, .rate = our_rate};
        while (heard.duration() < length) {
            const auto message = next(R"("event":"media")");
            if (message.empty()) break;
            const auto payload = json::parse(message).at("media").at("payload").as_string();
            const auto codes = net::from_base64(payload);
            EXPECT_TRUE(codes.has_value());
            const auto samples = codec::from_mu_law(codes.value());
            heard.samples.insert(heard.samples.end(), samples.begin(), samples.end());
        }
        return heard;
    }
    /// How it ended.
    net::WsClosed end() {
        for (;;) {
            auto message = net::run_on(loop_, read(socket_));
            if (!message) return message.error();
        }
    }
    void vanish() { net::run_on(loop_, dropped(std::exchange(socket_, nullptr))); }

private:
    using Shared = std::shared_ptr<net::WebSocket>;

    static Task<> sent(Shared socket, std::string message) {
        co_await socket->send_text(std::move(message));
    }
    static Task<Result<net::WsMessage, net::WsClosed>> read(Shared socket) {
        auto message = co_await net::with_timeout(20s, socket->read());
        EXPECT_TRUE(message.has_value()) << "nothing came for 20 s";
        if (!message) co_return fail(net::WsClosed{});
        co_return std::move(*message);
    }
    static Task<> dropped(Shared socket) {
        socket->drop();
        co_return;
    }

    net::Loop& loop_;
    Shared socket_;
};

class SocketCallers : public testing::Test {
protected:
    static Stream stream(Books* books, const Textbox& mood, const Markdown& shown) {
        return Stream({.handler = make<Echo>(books, shown),
                       .additional_inputs = {mood},
                       .additional_outputs = {shown},
                       .concurrency_limit = 2});
    }
    /// A call by socket from a page whose field says `mood`.
    void call_in(Socket& socket, std::string_view id, std::string_view mood) {
        const std::string session = "a-page-of-a-caller-" + std::string(id) + "-000";
        const json::object values{{std::to_string(mood_.id()), mood}};
        const json::object input{{"session", session}, {"values", values}};
        EXPECT_EQ(
            ask(house.callers(), house.port(), "POST", "/input", json::serialize(input)).status,
            200);
        socket.send(json::serialize(
            json::object{{"event", "start"}, {"websocket_id", id}, {"session", session}}));
    }
    void TearDown() override {
        EXPECT_TRUE(left(0));
        EXPECT_EQ(house.count("ledger", "started"), house.count("ledger", "ended"));
        EXPECT_TRUE(books.balanced());
    }
    /// True as soon as so many calls are left.
    bool left(std::int64_t calls) {
        const auto until = net::steady_now() + 20s;
        while (net::steady_now() < until) {
            if (house.count("sessions", "active") == calls) return true;
            std::this_thread::sleep_for(between_looks);
        }
        return false;
    }

    Books books;
    Textbox mood_ = mood_field();
    Markdown shown_{"an old text"};
    House house{stream(&books, mood_, shown_)};
};

double hertz_of(const AudioBlock& audio) {
    int rises = 0;
    for (std::size_t i = 1; i < audio.samples.size(); ++i) {
        if (audio.samples[i - 1] < 0 && audio.samples[i] >= 0) ++rises;
    }
    return rises / std::chrono::duration<double>(audio.duration()).count();
}

TEST_F(SocketCallers, HearTheirEcho) {
    Socket ada(house);
    ada.start("ada");
    EXPECT_THAT(ada.next("send_input"), HasSubstr("send_input"));
    const auto spoken = tone(1s);
    ada.say(spoken);
    const auto heard = ada.hear(900ms);
    EXPECT_NEAR(hertz_of(heard), 440, 10);
    EXPECT_NEAR(level_rms(heard.view()), level_rms(spoken.view()), 0.05);
    ada.send(R"({"event":"stop"})");
    EXPECT_EQ(ada.end().code, net::close_code::normal);
}

TEST_F(SocketCallers, AreAnsweredWhenTheyPingBeforeAndInTheCall) {
    Socket ada(house);
    ada.send(R"({"event":"ping"})");
    EXPECT_THAT(ada.next(), HasSubstr("pong"));
    ada.start("ada");
    ada.send(R"({"event":"ping"})");
    EXPECT_THAT(ada.next("pong"), HasSubstr("pong"));
    ada.send(R"({"event":"stop"})");
}

TEST_F(SocketCallers, WhoInterruptAreToldToForgetWhatTheyHave) {
    Socket ada(house);
    call_in(ada, "ada", "talkative");
    ada.hear(500ms);
    ada.say(tone(200ms));
    EXPECT_THAT(ada.next("clear"), HasSubstr(R"("event":"clear")"));
    ada.send(R"({"event":"stop"})");
}

TEST_F(SocketCallers, AreToldWhatPagesAreTold) {
    for (const auto& [mood, told] :
         {std::pair("worried", "It looks like rain."), std::pair("broken", "The echo has a cold."),
          std::pair("showing", "a new text"), std::pair("leaving", "Time for tea.")}) {
        Socket ada(house);
        call_in(ada, "ada", mood);
        EXPECT_THAT(ada.next(told), HasSubstr(told));
        ada.vanish();
        ASSERT_TRUE(left(0));
    }
}

TEST_F(SocketCallers, WhoseHandlerCannotBeMadeAreToldAndGiveTheirPlaceBack) {
    for (const auto& [mood, told] : {std::pair("unready", "The echo is not up yet."),
                                     std::pair("unlucky", "Something went wrong")}) {
        Socket ada(house);
        call_in(ada, "ada", mood);
        const auto error = ada.next(R"("type":"error")");
        EXPECT_THAT(error, HasSubstr(told));
        EXPECT_THAT(error, Not(HasSubstr("cave")));
        EXPECT_THAT(ada.next("end_stream"), HasSubstr(told));
        EXPECT_EQ(ada.end().code, net::close_code::normal);
        ASSERT_TRUE(left(0));
    }
    EXPECT_EQ(books.made, 0);
}

TEST_F(SocketCallers, OfAPageWhoseHandlerCannotBeMadeAreToldTheSame) {
    for (const auto& [mood, told] : {std::pair("unready", "The echo is not up yet."),
                                     std::pair("unlucky", "Something went wrong")}) {
        Caller page(house.callers(), house.port(), "page");
        page.input(mood_.id(), mood);
        ASSERT_TRUE(page.connect());
        ASSERT_TRUE(page.until([](const Diary& diary) { return diary.end.has_value(); }));
        EXPECT_THAT(page.diary().told("error"), ElementsAre(HasSubstr(told)));
        ASSERT_TRUE(house.only_left(0));
    }
    EXPECT_EQ(books.made, 0);
}

TEST_F(SocketCallers, OfAMessageTooBigAreToldSoByTheirSocketAlone) {
    const std::string too_big(server::SocketTraffic::unsent_max + 1, 'x');
    Socket eve(house);
    eve.send(too_big);
    EXPECT_EQ(eve.end().code, net::close_code::too_big);
    Socket ada(house);
    ada.start("ada");
    ada.next("send_input");
    ada.send(too_big);
    EXPECT_EQ(ada.end().code, net::close_code::too_big);
    EXPECT_TRUE(left(0));
}

TEST_F(SocketCallers, OfACallThatEndsAreClosedAfterItsLastWord) {
    Socket ada(house);
    call_in(ada, "ada", "leaving");
    EXPECT_THAT(ada.next("end_stream"), HasSubstr("Time for tea."));
    EXPECT_EQ(ada.end().code, net::close_code::normal);
}

TEST_F(SocketCallers, CountInTheOneTableOfAll) {
    Socket ada(house);
    Caller page(house.callers(), house.port(), "page");
    ada.start("ada");
    ada.next("send_input");
    ASSERT_TRUE(page.connect());
    Socket eve(house);
    eve.start("eve");
    const auto refusal = eve.next();
    EXPECT_THAT(refusal, HasSubstr("concurrency_limit_reached"));
    EXPECT_THAT(refusal, HasSubstr(R"("limit":2)"));
    EXPECT_EQ(eve.end().code, net::close_code::policy);
    page.hang_up();
    ASSERT_TRUE(left(1));
    Socket ben(house);
    ben.start("ben");
    EXPECT_THAT(ben.next("send_input"), HasSubstr("send_input"));
}

TEST_F(SocketCallers, CannotTakeAnothersCall) {
    Socket ada(house);
    ada.start("ada");
    ada.next("send_input");
    Socket eve(house);
    eve.start("ada");
    EXPECT_THAT(eve.next(), HasSubstr("connection_already_exists"));
    ada.say(tone(300ms));
    EXPECT_GT(level_rms(ada.hear(200ms).view()), 0.05);
    Caller page(house.callers(), house.port(), "ada");
    EXPECT_EQ(page.call(), "connection_already_exists");
    EXPECT_THAT(page.send_candidate("candidate:1").body, HasSubstr("unknown_connection"));
}

TEST_F(SocketCallers, OfGarbageAreToldSoAndHarmNobody) {
    Socket ada(house);
    ada.start("ada");
    ada.next("send_input");
    for (const std::string& garbage :
         {std::string("hello"), std::string("[]"), std::string(R"({"event":7})"),
          std::string(R"({"event":"start"})"), std::string(R"({"event":"dance"})"),
          std::string(R"({"event":"start","websocket_id":"x","component":-1})"),
          std::string(R"({"event":"media","media":{"payload":"!"}})"),
          "{\"event\":\"" + std::string(200'000, 'x') + "\"}"}) {
        Socket eve(house);
        eve.send(garbage);
        EXPECT_THAT(eve.next(), HasSubstr(R"("type":"error")")) << garbage.substr(0, 60);
        EXPECT_EQ(eve.end().code, net::close_code::policy);
    }
    Socket ben(house);
    ben.start("ben");
    ben.send(R"({"event":"media"})");
    EXPECT_THAT(ben.next("error"), HasSubstr("payload"));
    EXPECT_EQ(ben.end().code, net::close_code::policy);
    ASSERT_TRUE(left(1));
    Socket twice(house);
    twice.start("twice");
    twice.start("twice");
    EXPECT_THAT(twice.next("error"), HasSubstr("once"));
    EXPECT_EQ(twice.end().code, net::close_code::policy);
    ada.say(tone(300ms));
    EXPECT_GT(level_rms(ada.hear(200ms).view()), 0.05);
}

TEST_F(SocketCallers, WhoVanishGiveTheirPlaceBack) {
    Socket ada(house);
    call_in(ada, "ada", "talkative");
    ada.hear(100ms);
    ada.vanish();
    EXPECT_TRUE(left(0));
}

TEST_F(SocketCallers, ComeFromOurPagesOrFromNone) {
    const auto here = "http://127.0.0.1:" + std::to_string(house.port());
    Socket ours(house, {{"Origin", here}});
    ours.start("ours");
    EXPECT_THAT(ours.next(), HasSubstr("send_input"));
    Socket theirs(house, {{"Origin", "https://evil.example"}});
    theirs.start("theirs");
    EXPECT_THAT(theirs.next(), HasSubstr("other_site"));
    EXPECT_EQ(theirs.end().code, net::close_code::policy);
    Socket rewritten(house, {{"Origin", "https://us.example"}, {"Sec-Fetch-Site", "same-origin"}});
    rewritten.start("rewritten");
    EXPECT_THAT(rewritten.next(), HasSubstr("send_input")) << "a proxy has changed the Host";
}

TEST(ASocketCall, EndsWithItsTimeAndSaysSo) {
    Books books;
    const auto mood = mood_field();
    const Markdown shown("");
    auto settings = on_free_ports();
    settings.time_limit = 1;
    House house(Stream({.handler = make<Echo>(&books, shown),
                        .additional_inputs = {mood},
                        .additional_outputs = {shown}}),
                settings);
    Socket ada(house);
    ada.start("ada");
    EXPECT_THAT(ada.next("end_stream"), HasSubstr("time limit"));
    EXPECT_EQ(ada.end().code, net::close_code::normal);
    EXPECT_TRUE(house.only_left(0));
    EXPECT_TRUE(books.balanced());
}

TEST(ASocketCall, StartsInTimeOrNotAtAll) {
    House house(Stream({.handler = [](Call& call) { return std::make_unique<Handler>(call); }}),
                on_free_ports(), 200ms);
    Socket ada(house);
    ada.send(R"({"event":"media","media":{"payload":"fw=="}})");
    ada.send(R"({"event":"ping"})");
    EXPECT_THAT(ada.next(), HasSubstr("pong")) << "that is no start";
    EXPECT_THAT(ada.next(), AllOf(HasSubstr("error"), HasSubstr("within 0.2 seconds")));
    EXPECT_EQ(ada.end().code, net::close_code::policy);
    EXPECT_EQ(house.count("ledger", "offers"), 0);
}

TEST(ASocketCall, NeedsAStreamWithSound) {
    House house(Stream({.handler = [](Call& call) { return std::make_unique<Handler>(call); },
                        .modality = Modality::Video}));
    Socket ada(house);
    ada.start("ada");
    EXPECT_THAT(ada.next(), HasSubstr("no_sound"));
    EXPECT_EQ(ada.end().code, net::close_code::policy);
}

}  // namespace
}  // namespace salon::testing_real
