#include "net/websocket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "net/clock.h"
#include "net/http_server.h"
#include "net/identity_for_test.h"
#include "net/raw_client_for_test.h"
#include "net/run_on.h"
#include "net/spawn.h"
#include "net/websocket_client.h"
#include "net/with_timeout.h"

namespace salon::net {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

Task<> echo(WebSocket& socket, HttpRequest request) {
    auto hello = "hello " + std::string(request.headers.get("X-Name")) +
                 std::string(request.query_value("q"));
    co_await socket.send_text(std::move(hello));
    for (;;) {
        auto message = co_await socket.read();
        if (!message) co_return;
        if (message->text) {
            co_await socket.send_text(std::move(message->data));
        } else {
            co_await socket.send_binary(std::move(message->data));
        }
    }
}

class WebSocketTest : public testing::Test {
protected:
    using Handler = HttpServer::WebSocketHandler;

    void open(Handler handler, HttpServerOptions options = {}) {
        options.local = {.ip = *IpAddress::parse("127.0.0.1"), .port = 0};
        server.emplace(loop, std::move(options));
        server->websocket("/ws", std::move(handler));
        server->listen();
    }

    WebSocketOptions to_server(std::string scheme = "ws") {
        WebSocketOptions options;
        options.url = scheme + "://localhost:" + std::to_string(server->local().port) + "/ws";
        return options;
    }

    // Connects as `options` say and plays `story` on the socket.
    template <class Story>
    void play(WebSocketOptions options, Story story) {
        const auto whole = [](WebSocketOptions how, Story told) -> Task<> {
            auto socket = co_await connect_websocket(std::move(how));
            if (!socket) throw std::runtime_error(socket.error().what);
            co_await told(*socket);
        };
        run_on(loop, whole(std::move(options), story));
    }

    // Writes how the server's side of a connection ended.
    Handler note_end() {
        return [this](WebSocket& socket, HttpRequest) -> Task<> {
            for (;;) {
                auto message = co_await socket.read();
                if (message) continue;
                server_saw.set_value(message.error());
                co_return;
            }
        };
    }

    Loop loop;
    std::optional<HttpServer> server;
    std::promise<WsClosed> server_saw;
};

TEST_F(WebSocketTest, EchoesTextAndBinary) {
    open(echo);
    auto options = to_server();
    options.url += "?q=!";
    options.headers.set("X-Name", "Ada");
    play(std::move(options), [](WebSocket& socket) -> Task<> {
        auto hello = co_await socket.read();
        EXPECT_EQ(hello->data, "hello Ada!");
        co_await socket.send_text("gr\xc3\xbc\xc3\x9f dich");
        auto text = co_await socket.read();
        EXPECT_EQ(text->data, "gr\xc3\xbc\xc3\x9f dich");
        EXPECT_TRUE(text->text);
        std::string large(3'000'000, '\x80');
        co_await socket.send_binary(large);
        auto binary = co_await socket.read();
        EXPECT_TRUE(binary->data == large);
        EXPECT_FALSE(binary->text);
        EXPECT_EQ(socket.unsent(), 0u);
        co_await socket.close();
        EXPECT_FALSE(socket.open());
    });
}

TEST_F(WebSocketTest, EchoesOverTlsToWhoeverTrustsTheCertificate) {
    const auto identity = identity_for_test();
    open(echo, {.tls = identity});
    auto options = to_server("wss");
    options.trust.extra_pem = identity.certificate_pem;
    play(std::move(options), [](WebSocket& socket) -> Task<> {
        auto hello = co_await socket.read();
        co_await socket.send_text("secret");
        auto text = co_await socket.read();
        EXPECT_EQ(text->data, "secret");
        co_await socket.close();
    });
}

TEST_F(WebSocketTest, TrustsNoStranger) {
    open(echo, {.tls = identity_for_test()});
    const auto refused = run_on(loop, connect_websocket(to_server("wss")));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ConnectError::Kind::Tls);
    EXPECT_THAT(refused.error().what, HasSubstr("certificate"));
}

TEST_F(WebSocketTest, TrustsNoCertificateOfAnotherName) {
    const auto identity = identity_for_test("DNS:elsewhere.example");
    open(echo, {.tls = identity});
    auto options = to_server("wss");
    options.trust.extra_pem = identity.certificate_pem;
    const auto refused = run_on(loop, connect_websocket(std::move(options)));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ConnectError::Kind::Tls);
}

TEST_F(WebSocketTest, SurfacesTheStatusOfARefusedUpgrade) {
    open(echo);
    auto options = to_server();
    options.url += "/elsewhere";
    const auto refused = run_on(loop, connect_websocket(std::move(options)));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ConnectError::Kind::Refused);
    EXPECT_EQ(refused.error().http_status, 404);
}

TEST_F(WebSocketTest, GivesUpOnAServerThatNeverUpgrades) {
    Loop other;
    HttpServer silent(other, {.local = {.ip = *IpAddress::parse("127.0.0.1"), .port = 0}});
    silent.route("GET", "/ws", [](HttpRequest) -> Task<HttpResponse> {
        co_await forever();
        co_return HttpResponse();
    });
    silent.listen();
    WebSocketOptions options{.url = "ws://127.0.0.1:" + std::to_string(silent.local().port) + "/ws",
                             .timeout = 30ms};
    const auto late = run_on(loop, connect_websocket(std::move(options)));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ConnectError::Kind::Timeout);
    silent.stop(1ms);
}

TEST_F(WebSocketTest, CarriesCodeAndReasonOfAFarewell) {
    open([](WebSocket& socket, HttpRequest) -> Task<> {
        std::string reason = std::string(122, 'x') + "\xc3\xa4 and more";
        co_await socket.close(close_code::policy, std::move(reason));
    });
    play(to_server(), [](WebSocket& socket) -> Task<> {
        const auto end = co_await socket.read();
        EXPECT_EQ(end.error().code, 1008);
        EXPECT_EQ(end.error().reason, std::string(122, 'x')) << "no half character";
        const auto again = co_await socket.read();
        EXPECT_EQ(again.error().code, 1008) << "the end stays the end";
        const bool sent = co_await socket.send_text("too late");
        EXPECT_FALSE(sent);
    });
}

TEST_F(WebSocketTest, HearsTheFarewellWhileItIsTalking) {
    open([](WebSocket& socket, HttpRequest) -> Task<> {
        for (int i = 0; i < 20; ++i) co_await socket.read();
        co_await socket.close(close_code::internal_error, "enough");
    });
    play(to_server(), [this](WebSocket& socket) -> Task<> {
        const auto talk = [](WebSocket& into) -> Task<> {
            bool heard = true;
            while (heard) {
                std::string piece(2000, 'x');
                heard = co_await into.send_text(std::move(piece));
            }
        };
        spawn(loop.executor(), "test", talk(socket));
        const auto end = co_await socket.read();
        EXPECT_EQ(end.error().code, 1011);
        EXPECT_EQ(end.error().reason, "enough");
    });
}

TEST_F(WebSocketTest, AClientsFarewellReachesTheServer) {
    open(note_end());
    play(to_server(),
         [](WebSocket& socket) -> Task<> { co_await socket.close(close_code::normal, "done"); });
    const auto end = server_saw.get_future().get();
    EXPECT_EQ(end.code, 1000);
    EXPECT_EQ(end.reason, "done");
}

TEST_F(WebSocketTest, WhatWasSaidBeforeTheFarewellArrives) {
    std::promise<int> heard;
    open([&heard](WebSocket& socket, HttpRequest) -> Task<> {
        int count = 0;
        for (;;) {
            auto message = co_await socket.read();
            if (!message) break;
            ++count;
        }
        heard.set_value(count);
    });
    play(to_server(), [this](WebSocket& socket) -> Task<> {
        const auto say = [](WebSocket& into) -> Task<> { co_await into.send_text("word"); };
        for (int i = 0; i < 20; ++i) spawn(loop.executor(), "test", say(socket));
        co_await sleep_for(0ms);
        co_await socket.close();
    });
    EXPECT_EQ(heard.get_future().get(), 20);
}

TEST_F(WebSocketTest, ADroppedConnectionIsA1006) {
    open(note_end());
    play(to_server(), [](WebSocket& socket) -> Task<> {
        co_await socket.send_text("word");
        socket.drop();
        const auto end = co_await socket.read();
        EXPECT_EQ(end.error().code, 1006);
    });
    EXPECT_EQ(server_saw.get_future().get().code, 1006);
}

// A frame's head says more than comes: the connection breaks in the middle of a message.
TEST_F(WebSocketTest, ClosingMidMessageIsA1006) {
    open(note_end());
    {
        RawClient client(server->local());
        client.say(
            "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        EXPECT_THAT(client.hear("\r\n\r\n"), HasSubstr("101 "));
        client.say("\x81\xff");
    }
    EXPECT_EQ(server_saw.get_future().get().code, 1006);
}

TEST_F(WebSocketTest, FramesThatComeWithTheUpgradeAreNotLost) {
    open(echo);
    RawClient client(server->local());
    client.say(
        "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        "\x81\x82\x01\x02\x03\x04ik");  // "hi", masked.
    EXPECT_THAT(client.hear("\x02hi"), EndsWith("\x02hi"));
}

TEST_F(WebSocketTest, ClosesOnAMessageLongerThanAllowed) {
    open(note_end(), {.websocket = {.message_max = 1000}});
    play(to_server(), [](WebSocket& socket) -> Task<> {
        std::string fits(1000, 'x');
        co_await socket.send_text(std::move(fits));
        std::string longer(1001, 'x');
        co_await socket.send_text(std::move(longer));
        const auto end = co_await socket.read();
        EXPECT_EQ(end.error().code, 1009);
    });
    EXPECT_EQ(server_saw.get_future().get().code, 1009);
}

TEST_F(WebSocketTest, SendsNoMessageLongerThanAllowed) {
    open(echo);
    auto options = to_server();
    options.limits.message_max = 1000;
    play(std::move(options), [](WebSocket& socket) -> Task<> {
        std::string longer(1001, 'x');
        const bool sent = co_await socket.send_text(std::move(longer));
        EXPECT_FALSE(sent);
        EXPECT_TRUE(socket.open());
    });
}

TEST_F(WebSocketTest, ClosesOnTextThatIsNoUtf8) {
    open(note_end());
    play(to_server(), [](WebSocket& socket) -> Task<> {
        co_await socket.send_text("\xff");
        const auto end = co_await socket.read();
        EXPECT_EQ(end.error().code, 1007);
    });
    EXPECT_EQ(server_saw.get_future().get().code, 1007);
}

TEST_F(WebSocketTest, APeerThatTakesNothingIsGoneAfterAWhile) {
    std::promise<bool> sent;
    open(
        [&sent](WebSocket& socket, HttpRequest) -> Task<> {
            std::string much(60'000'000, 'x');
            sent.set_value(co_await socket.send_binary(std::move(much)));
        },
        {.websocket = {.message_max = 64u << 20, .unsent_max = 64u << 20, .write_patience = 50ms}});
    RawClient deaf(server->local());
    deaf.say(
        "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    EXPECT_FALSE(sent.get_future().get());
}

TEST_F(WebSocketTest, KeepsNoMoreUnsentThanAllowed) {
    open([](WebSocket&, HttpRequest) -> Task<> { co_await sleep_for(20ms); });
    auto options = to_server();
    options.limits.unsent_max = 1000;
    play(std::move(options), [this](WebSocket& socket) -> Task<> {
        const auto fill = [](WebSocket& into) -> Task<> {
            std::string much(900, 'x');
            co_await into.send_binary(std::move(much));
        };
        spawn(loop.executor(), "test", fill(socket));
        co_await sleep_for(0ms);
        std::string more(101, 'x');
        const bool room = socket.unsent() == 0;  // The network may have been quick.
        const bool taken = co_await socket.send_binary(std::move(more));
        EXPECT_EQ(taken, room);
    });
}

TEST_F(WebSocketTest, AFarewellNobodyAnswersEndsAfterAWhile) {
    open(
        [](WebSocket& socket, HttpRequest) -> Task<> {
            co_await socket.close();
            EXPECT_FALSE(socket.open());
        },
        {.websocket = {.close_patience = 30ms}});
    RawClient deaf(server->local());
    deaf.say(
        "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    EXPECT_THAT(deaf.hear_out(), HasSubstr("101 "));
}

TEST_F(WebSocketTest, AReadThatIsCancelledLosesNothing) {
    open(echo);
    play(to_server(), [](WebSocket& socket) -> Task<> {
        auto hello = co_await socket.read();
        const auto nothing = co_await with_timeout(5ms, socket.read());
        EXPECT_FALSE(nothing);
        co_await socket.send_text("still here");
        auto text = co_await socket.read();
        EXPECT_EQ(text->data, "still here");
    });
}

TEST_F(WebSocketTest, AStoppingServerSaysGoodbye) {
    open(echo);
    Loop other;
    const auto story = [](WebSocketOptions options, HttpServer& stops) -> Task<> {
        auto socket = co_await connect_websocket(std::move(options));
        auto hello = co_await socket->read();
        auto stopping = std::async(std::launch::async, [&stops] { stops.stop(2s); });
        const auto end = co_await socket->read();
        EXPECT_EQ(end.error().code, 1001);
    };
    run_on(other, story(to_server(), *server));
}

TEST_F(WebSocketTest, AFailingHandlerClosesWith1011) {
    open([](WebSocket&, HttpRequest) -> Task<> {
        throw std::runtime_error("inside");
        co_return;
    });
    play(to_server(), [](WebSocket& socket) -> Task<> {
        const auto end = co_await socket.read();
        EXPECT_EQ(end.error().code, 1011);
        EXPECT_EQ(end.error().reason, "");
    });
}

TEST(CloseReasonTest, CutsBetweenCharacters) {
    EXPECT_EQ(close_reason(std::string(123, 'x')).size(), 123u);
    EXPECT_EQ(close_reason(std::string(124, 'x')).size(), 123u);
    EXPECT_EQ(close_reason(std::string(121, 'x') + "\xe2\x82\xac").size(), 121u);
    EXPECT_EQ(close_reason(std::string(120, 'x') + "\xe2\x82\xac").size(), 123u);
}

}  // namespace
}  // namespace salon::net
