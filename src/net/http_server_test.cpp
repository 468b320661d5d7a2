#include "net/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <system_error>

#include "net/clock.h"
#include "net/http_client.h"
#include "net/identity_for_test.h"
#include "net/raw_client_for_test.h"
#include "net/run_on.h"

namespace salon::net {
namespace {

namespace asio = boost::asio;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TransportAddress loopback() { return {.ip = *IpAddress::parse("127.0.0.1"), .port = 0}; }

Task<HttpResponse> say_what_came(HttpRequest request) {
    std::string what = request.method + " " + request.path + " rest=" + request.rest +
                       " q=" + std::string(request.query_value("q")) + " body=" + request.body;
    co_return text_response(200, std::move(what));
}

Task<HttpResponse> breaks(HttpRequest) {
    throw std::runtime_error("the secret inside");
    co_return HttpResponse();
}

Task<> count_to_three(HttpBodyWriter& writer) {
    for (int i = 1; i <= 3; ++i) {
        auto piece = "data: " + std::to_string(i) + "\n\n";
        co_await writer.write(std::move(piece));
    }
}

Task<HttpResponse> streams(HttpRequest) {
    HttpResponse response;
    response.headers.set("Content-Type", "text/event-stream");
    response.stream = count_to_three;
    co_return response;
}

/// Answers in its own way what speaks no HTTP.
void greet_other(asio::ip::tcp::socket socket, const TransportAddress&) {
    std::string said(3, '\0');
    asio::read(socket, asio::buffer(said));
    asio::write(socket, asio::buffer("you said" + said));
}

class HttpServerTest : public testing::Test {
protected:
    HttpServer& open(HttpServerOptions options = {}) {
        options.local = loopback();
        server.emplace(loop, std::move(options));
        server->route("GET", "/hello", say_what_came);
        server->route("POST", "/hello", say_what_came, {.body_max = 100});
        server->route("POST", "/large", say_what_came, {.body_max = 10'000});
        server->route_prefix("GET", "/files/", say_what_came);
        server->route_prefix("GET", "/files/deep/", breaks);
        server->route("GET", "/stream", streams);
        server->others(greet_other);
        server->listen();
        return *server;
    }

    std::string ask(std::string_view request) {
        RawClient client(server->local());
        client.say(request);
        return client.hear_out();
    }

    std::string get(std::string_view path) {
        return ask("GET " + std::string(path) +
                   " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    Loop loop;
    std::optional<HttpServer> server;
};

TEST_F(HttpServerTest, AnswersARoute) {
    open();
    EXPECT_THAT(get("/hello?q=a%20b"),
                AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("Content-Length: 28\r\n"),
                      EndsWith("\r\n\r\nGET /hello rest= q=a b body=")));
}

TEST_F(HttpServerTest, PassesOnWhoSpeaksSomethingElse) {
    open();
    RawClient other(server->local());
    other.say(std::string_view("\x08\x01z", 3));
    EXPECT_EQ(other.hear_out(), std::string_view("you said\x08\x01z", 11));
    EXPECT_THAT(get("/hello"), HasSubstr("200 OK"));
    EXPECT_THAT(ask("\x09 no method\r\n\r\n"), HasSubstr("400 Bad Request"));
}

TEST_F(HttpServerTest, CollapsesSlashesAndGivesThePrefixesRest) {
    open();
    EXPECT_THAT(get("//hello"), HasSubstr("200 OK"));
    EXPECT_THAT(get("/files/a%2Fb.png"), EndsWith("GET /files/a/b.png rest=a/b.png q= body="));
    EXPECT_THAT(get("/files"), EndsWith("rest= q= body="));
    EXPECT_THAT(get("/filesystem"), HasSubstr("404"));
    EXPECT_THAT(get("/files/../../etc/passwd"), HasSubstr("400 Bad Request"));
}

TEST_F(HttpServerTest, SaysInJsonWhatItDoesNotHave) {
    open();
    EXPECT_THAT(get("/nothing"),
                AllOf(StartsWith("HTTP/1.1 404 Not Found"), HasSubstr("application/json"),
                      EndsWith("{\"detail\":\"Not Found\"}")));
    EXPECT_THAT(ask("DELETE /hello HTTP/1.1\r\nConnection: close\r\n\r\n"),
                AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("Allow: GET, HEAD, POST\r\n")));
}

TEST_F(HttpServerTest, HeadIsGetWithoutTheBody) {
    open();
    EXPECT_THAT(ask("HEAD /hello HTTP/1.1\r\nConnection: close\r\n\r\n"),
                AllOf(HasSubstr("Content-Length: 26\r\n"), EndsWith("\r\n\r\n")));
}

TEST_F(HttpServerTest, ServesSeveralRequestsOnOneConnectionEvenPipelined) {
    open();
    const auto heard =
        ask("POST /hello HTTP/1.1\r\nContent-Length: 3\r\n\r\none"
            "POST /hello HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n"
            "GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(heard, AllOf(HasSubstr("body=one"), HasSubstr("body=two"), EndsWith("body=")));
    EXPECT_EQ(server->counts().requests, 3u);
}

TEST_F(HttpServerTest, HoldsEachRouteToItsBodyLimit) {
    open();
    const auto post = [&](std::string path, std::size_t size) {
        return ask("POST " + path + " HTTP/1.1\r\nConnection: close\r\nContent-Length: " +
                   std::to_string(size) + "\r\n\r\n" + std::string(size, 'x'));
    };
    EXPECT_THAT(post("/hello", 100), HasSubstr("200 OK"));
    EXPECT_THAT(post("/hello", 101), HasSubstr("413 Payload Too Large"));
    EXPECT_THAT(post("/large", 10'000), HasSubstr("200 OK"));
    EXPECT_THAT(post("/large", 2'000'000), HasSubstr("413 "));
    EXPECT_THAT(ask("POST /hello HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" +
                    std::string(101, 'x') + "\r\n0\r\n\r\n"),
                HasSubstr("413 "));
}

TEST_F(HttpServerTest, AnswersExpectContinue) {
    open();
    RawClient client(server->local());
    client.say("POST /hello HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.hear("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.say("hi");
    EXPECT_THAT(client.hear("body=hi"), HasSubstr("200 OK"));
}

TEST_F(HttpServerTest, RefusesHeadersThatAreTooLongOrBroken) {
    open();
    const auto with_field = [](std::size_t size) {
        return "GET /hello HTTP/1.1\r\nConnection: close\r\nX: " + std::string(size, 'x') +
               "\r\n\r\n";
    };
    EXPECT_THAT(ask(with_field(16'000)), HasSubstr("200 OK"));
    EXPECT_THAT(ask(with_field(17'000)), HasSubstr("431 "));
    EXPECT_THAT(ask("what is this\r\n\r\n"), HasSubstr("400 Bad Request"));
}

TEST_F(HttpServerTest, AFailingHandlerKeepsItsSecret) {
    open();
    EXPECT_THAT(get("/files/deep/x"), AllOf(HasSubstr("500 "), Not(HasSubstr("secret"))));
}

TEST_F(HttpServerTest, StreamsInChunks) {
    open();
    EXPECT_THAT(
        get("/stream"),
        AllOf(HasSubstr("Transfer-Encoding: chunked\r\n"), Not(HasSubstr("Content-Length")),
              EndsWith("9\r\ndata: 1\n\n\r\n9\r\ndata: 2\n\n\r\n9\r\ndata: 3\n\n\r\n0\r\n\r\n")));
    EXPECT_THAT(ask("GET /stream HTTP/1.0\r\n\r\n"),
                AllOf(Not(HasSubstr("chunked")), EndsWith("data: 1\n\ndata: 2\n\ndata: 3\n\n")));
}

TEST_F(HttpServerTest, AStreamIsCancelledWhenItsClientLeaves) {
    std::promise<void> cancelled;
    const auto hold = [&cancelled](HttpRequest) -> Task<HttpResponse> {
        HttpResponse response;
        response.stream = [&cancelled](HttpBodyWriter& writer) -> Task<> {
            co_await writer.write("hello");
            struct Tells {
                std::promise<void>& promise;
                ~Tells() { promise.set_value(); }
            };
            const Tells tells{cancelled};
            co_await forever();
        };
        co_return response;
    };
    server.emplace(loop, HttpServerOptions{.local = loopback()});
    server->route("GET", "/forever", hold);
    server->listen();
    {
        RawClient client(server->local());
        client.say("GET /forever HTTP/1.1\r\n\r\n");
        client.hear("hello");
    }
    cancelled.get_future().wait();
}

TEST_F(HttpServerTest, HangsUpOnSlowLorisAndOnSilence) {
    open({.header_patience = 30ms, .idle_patience = 20ms});
    RawClient slow(server->local());
    slow.say("GET /hello HT");
    EXPECT_EQ(slow.hear_out(), "");
    RawClient silent(server->local());
    EXPECT_EQ(silent.hear_out(), "");
}

TEST_F(HttpServerTest, HangsUpOnABodyThatDoesNotCome) {
    open({.body_patience = 20ms});
    RawClient slow(server->local());
    slow.say("POST /hello HTTP/1.1\r\nContent-Length: 10\r\n\r\nhalf");
    EXPECT_EQ(slow.hear_out(), "");
}

TEST_F(HttpServerTest, TakesNoMoreConnectionsThanAllowed) {
    open({.connections_max = 2});
    RawClient first(server->local());
    RawClient second(server->local());
    first.say("GET /hello HTTP/1.1\r\n\r\n");
    EXPECT_THAT(first.hear("body="), HasSubstr("200"));
    second.say("GET /hello HTTP/1.1\r\n\r\n");
    EXPECT_THAT(second.hear("body="), HasSubstr("200"));
    EXPECT_EQ(get("/hello"), "");
    EXPECT_EQ(server->counts().connections, 2u);
    EXPECT_EQ(server->counts().refused, 1u);
}

TEST_F(HttpServerTest, StopCancelsWhatDoesNotEnd) {
    std::promise<void> begun;
    const auto hold = [&begun](HttpRequest) -> Task<HttpResponse> {
        begun.set_value();
        co_await forever();
        co_return HttpResponse();
    };
    server.emplace(loop, HttpServerOptions{.local = loopback()});
    server->route("GET", "/forever", hold);
    server->listen();
    RawClient idle(server->local());
    RawClient busy(server->local());
    busy.say("GET /forever HTTP/1.1\r\n\r\n");
    begun.get_future().wait();
    server->stop(10ms);
    EXPECT_EQ(server->counts().connections, 0u);
    EXPECT_EQ(idle.hear_out(), "");
    EXPECT_FALSE(RawClient(server->local()).connected());
}

TEST_F(HttpServerTest, ARouteThatIsThereAlreadyIsRefused) {
    const auto nothing = [](HttpRequest) -> Task<HttpResponse> { co_return HttpResponse(); };
    HttpServer doors(loop, {.local = loopback()});
    doors.route("GET", "/twice", nothing);
    EXPECT_THROW(doors.route("GET", "/twice", nothing), std::invalid_argument);
    EXPECT_NO_THROW(doors.route("POST", "/twice", nothing));
    EXPECT_NO_THROW(doors.route_prefix("GET", "/twice/", nothing));
}

TEST_F(HttpServerTest, ATakenPortIsOneClearError) {
    open();
    HttpServer second(loop, {.local = server->local()});
    EXPECT_THROW(second.listen(), std::system_error);
}

TEST_F(HttpServerTest, FetchesFromItselfPlainAndOverTls) {
    open();
    FetchOptions plain{.url = "http://localhost:" + std::to_string(server->local().port) + "/hello",
                       .method = "POST",
                       .body = "over the wire"};
    const auto answer = run_on(loop, fetch(plain));
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(answer->status, 200);
    EXPECT_THAT(answer->body, EndsWith("body=over the wire"));

    const auto identity = identity_for_test();
    open({.tls = identity});
    FetchOptions secure{
        .url = "https://localhost:" + std::to_string(server->local().port) + "/none",
        .trust = {.extra_pem = identity.certificate_pem}};
    const auto refused = run_on(loop, fetch(secure));
    ASSERT_TRUE(refused) << refused.error().what;
    EXPECT_EQ(refused->status, 404);
}

TEST_F(HttpServerTest, FetchTellsWhyItCouldNot) {
    open();
    const auto kind_of = [&](FetchOptions options) {
        const auto answer = run_on(loop, fetch(std::move(options)));
        return answer ? "fetched" : std::string(to_string(answer.error().kind));
    };
    const auto here = "http://127.0.0.1:" + std::to_string(server->local().port);
    EXPECT_EQ(kind_of({.url = "ftp://a"}), "the address is not valid");
    EXPECT_EQ(kind_of({.url = "http://127.0.0.1:1"}), "the server cannot be reached");
    EXPECT_EQ(kind_of({.url = here + "/hello", .body_max = 10}), "the server refused");
    server->stop();
    EXPECT_EQ(kind_of({.url = here}), "the server cannot be reached");
}

TEST_F(HttpServerTest, FetchGivesUpOnAServerThatSaysNothing) {
    const auto hold = [](HttpRequest) -> Task<HttpResponse> {
        co_await forever();
        co_return HttpResponse();
    };
    server.emplace(loop, HttpServerOptions{.local = loopback()});
    server->route("GET", "/", hold);
    server->listen();
    FetchOptions options{.url = "http://127.0.0.1:" + std::to_string(server->local().port),
                         .timeout = 30ms};
    const auto answer = run_on(loop, fetch(options));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ConnectError::Kind::Timeout);
    server->stop(1ms);
}

}  // namespace
}  // namespace salon::net
