// Routes that an application has beside its stream, as FastRTC's own pages use them: inputs by a
// hook, outputs as server-sent events, and a page that is not composed here.
#include <atomic>
#include <future>
#include <stdexcept>

#include <gmock/gmock.h>

#include "edge/books.h"
#include "edge/house.h"
#include "server/requests.h"
#include "session/call.h"
#include "session/session.h"
#include "ui/components.h"

namespace salon::testing_real {
namespace {

namespace json = boost::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

/// Tells on the page, line by line, at which volume it is.
class Radio : public Handler {
public:
    Radio(Call& call, Books* books, Slider volume, Markdown shown)
        : Handler(call), books_(*books), volume_(std::move(volume)), shown_(std::move(shown)) {
        ++books_.made;
    }
    ~Radio() override { ++books_.destroyed; }

    Task<> start_up() override {
        call().set(shown_, "on air\nat last");
        for (;;) {
            const auto version = call().inputs().version();
            co_await call().inputs_changed(version);
            call().set(shown_, "volume " + std::to_string(int(call().inputs()[volume_])));
        }
    }
    Task<> receive(AudioBlock) override { co_return; }
    Task<> text_receive(std::string text) override {
        call().set(shown_, "read: " + text);
        if (text == "a long letter") co_await net::forever();
    }
    Task<> shutdown() override {
        ++books_.shutdowns;
        co_return;
    }

private:
    Books& books_;
    Slider volume_;
    Markdown shown_;
};

class OwnRoutes : public testing::Test {
protected:
    static Stream stream(Books* books, const Slider& volume, const Markdown& shown,
                         const Markdown& elsewhere, std::atomic<int>* listening) {
        Stream stream({.handler = make<Radio>(books, volume, shown),
                       .additional_inputs = {volume},
                       .additional_outputs = {shown},
                       .concurrency_limit = 2});
        stream.ui.add({elsewhere});
        stream.route("GET", "/", [](HttpRequest, Callers) -> Task<HttpResponse> {
            co_return html_response("<h1>My radio</h1>");
        });
        stream.route("POST", "/input_hook",
                     [volume](HttpRequest request, Callers callers) -> Task<HttpResponse> {
                         const JsonBody body(request);
                         callers.set(body.text("webrtc_id"), volume, body.number("volume"));
                         co_return net::json_response(200, R"({"status":"ok"})");
                     });
        const auto outputs = [shown, listening](HttpRequest request,
                                                Callers callers) -> Task<HttpResponse> {
            auto said = [shown](const Outputs& set) { return set[shown].value_or(""); };
            auto response =
                event_stream(callers.outputs(request.query_value("webrtc_id")), std::move(said));
            ++*listening;
            listening->notify_all();
            co_return response;
        };
        stream.route("GET", "/outputs", outputs);
        stream.route("POST", "/off",
                     [](HttpRequest request, Callers callers) -> Task<HttpResponse> {
                         callers.end(JsonBody(request).text("webrtc_id"), "The station closes.");
                         co_return net::text_response(200, "good night");
                     });
        stream.route("POST", "/say",
                     [](HttpRequest request, Callers callers) -> Task<HttpResponse> {
                         const JsonBody body(request);
                         callers.type(body.text("webrtc_id"), body.text("line"));
                         co_return net::text_response(200, "said");
                     });
        stream.route("POST", "/wrong",
                     [elsewhere](HttpRequest request, Callers callers) -> Task<HttpResponse> {
                         const auto id = JsonBody(request).text("webrtc_id");
                         callers.set(id, elsewhere, "nobody hears this");
                         co_return net::text_response(200, "");
                     });
        return stream;
    }
    void TearDown() override {
        EXPECT_TRUE(house.only_left(0));
        EXPECT_TRUE(books.balanced());
    }

    net::HttpResponse get(std::string path) {
        return ask(house.callers(), house.port(), "GET", std::move(path));
    }
    net::HttpResponse post(std::string path, const json::object& body) {
        return ask(house.callers(), house.port(), "POST", std::move(path), json::serialize(body));
    }
    net::HttpResponse turn_to(std::string_view id, const json::value& volume) {
        return post("/input_hook", {{"webrtc_id", id}, {"volume", volume}});
    }
    /// All events of a call, from now to its end.
    std::future<net::HttpResponse> events(const std::string& id) {
        const int before = listening_;
        auto asked =
            std::async(std::launch::async, [this, id] { return get("/outputs?webrtc_id=" + id); });
        listening_.wait(before);
        return asked;
    }
    /// Whether the caller's page was told this text on its channel.
    static bool told(Caller& caller, const std::string& text) {
        return caller.until([&](const Diary& diary) {
            return std::ranges::any_of(
                diary.texts, [&](const auto& one) { return one.find(text) != std::string::npos; });
        });
    }

    Books books;
    const Slider volume_{{.label = "Volume", .maximum = 11}};
    const Markdown shown_{"silence"};
    const Markdown elsewhere_{"elsewhere"};
    std::atomic<int> listening_ = 0;
    House house{stream(&books, volume_, shown_, elsewhere_, &listening_)};
    Caller ada{house.callers(), house.port(), "ada"};
};

TEST_F(OwnRoutes, APageOfOnesOwnStandsInPlaceOfTheUsualOne) {
    const auto page = get("/");
    EXPECT_EQ(page.body, "<h1>My radio</h1>");
    EXPECT_EQ(page.headers.get("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(get("/config").status, 200) << "what the stream serves goes on";
}

TEST_F(OwnRoutes, SetAnInputAndTellTheOutputsOfThatCallAlone) {
    Caller bob{house.callers(), house.port(), "bob"};
    ASSERT_TRUE(ada.connect());
    ASSERT_TRUE(bob.connect());
    auto of_ada = events("ada");
    auto of_bob = events("bob");
    ASSERT_TRUE(told(ada, "on air"));
    ASSERT_TRUE(told(bob, "on air"));
    EXPECT_EQ(turn_to("ada", 11).status, 200);
    EXPECT_TRUE(told(ada, "volume 11"));
    ada.post_close();
    bob.post_close();
    const auto ada_heard = of_ada.get();
    EXPECT_EQ(ada_heard.headers.get("Content-Type"), "text/event-stream");
    EXPECT_THAT(ada_heard.body, HasSubstr("event: output\ndata: volume 11\n\n"));
    EXPECT_EQ(of_bob.get().body, "event: output\ndata: on air\ndata: at last\n\n");
}

TEST_F(OwnRoutes, ThatChangeAnythingAreForPagesOfTheirOwnSite) {
    ASSERT_TRUE(ada.connect());
    const auto from = [this](std::string method, std::string path, std::string_view site) {
        const auto body = json::serialize(json::object{{"webrtc_id", "ada"}, {"volume", 11}});
        return ask(house.callers(), house.port(), std::move(method), std::move(path), body,
                   {{"Sec-Fetch-Site", std::string(site)}, {"Content-Type", "text/plain"}});
    };
    const auto refused = from("POST", "/input_hook", "cross-site");
    EXPECT_EQ(refused.status, 403);
    EXPECT_THAT(refused.body, HasSubstr("comes from another site"));
    EXPECT_EQ(from("POST", "/off", "same-site").status, 403);
    EXPECT_EQ(from("GET", "/", "cross-site").status, 200) << "what a link leads to";
    EXPECT_EQ(from("POST", "/input_hook", "same-origin").status, 200);
    EXPECT_TRUE(told(ada, "volume 11"));
    ada.post_close();
}

TEST_F(OwnRoutes, EndACallInItsOwnWords) {
    ASSERT_TRUE(ada.connect());
    EXPECT_EQ(post("/off", {{"webrtc_id", "ada"}}).status, 200);
    EXPECT_TRUE(told(ada, "The station closes."));
    EXPECT_EQ(post("/off", {{"webrtc_id", "ada"}}).status, 200) << "and one that has ended";
}

TEST_F(OwnRoutes, TypeForACaller) {
    ASSERT_TRUE(ada.connect());
    EXPECT_EQ(post("/say", {{"webrtc_id", "ada"}, {"line", "good morning"}}).status, 200);
    EXPECT_TRUE(told(ada, "read: good morning"));
    ada.post_close();
}

TEST_F(OwnRoutes, WhatIsTypedReachesItsOwnCallAloneAndIsNeverLostSilently) {
    Caller stranger{house.callers(), house.port(), "ada"};
    EXPECT_THAT(ada.type("too early").body, HasSubstr("unknown_connection"));
    ASSERT_TRUE(ada.connect());
    EXPECT_THAT(stranger.type("not mine").body, HasSubstr("unknown_connection"));
    EXPECT_EQ(ada.type("").status, 422);
    EXPECT_EQ(ada.type(std::string(server::typed_size_max, 'a')).status, 200);
    EXPECT_EQ(ada.type(std::string(server::typed_size_max + 1, 'a')).status, 422);
    ada.type("a long letter");  // The handler reads it for ever.
    ASSERT_TRUE(told(ada, "read: a long letter"));
    for (std::size_t i = 0; i < session::texts_typed_max; ++i) ada.type("one more");
    EXPECT_TRUE(ada.diary().told("warning").empty());
    ada.type("one too many");
    EXPECT_TRUE(told(ada, "Your last lines are still being read."));
    ada.post_close();
}

TEST_F(OwnRoutes, SayInWordsWhatTheyCannotDo) {
    EXPECT_THAT(turn_to("ada", 3).body, HasSubstr("No call has this webrtc_id"));
    EXPECT_EQ(get("/outputs?webrtc_id=ada").status, 400);
    ASSERT_TRUE(ada.connect());
    EXPECT_EQ(turn_to("ada", "7.5").status, 200) << "a number in quotes, as sliders say it";
    const auto loud = turn_to("ada", "very loud");
    EXPECT_EQ(loud.status, 400);
    EXPECT_THAT(loud.body, HasSubstr(R"(The field \"volume\" must be a number.)"));
    EXPECT_THAT(post("/input_hook", {{"volume", 3}}).body, HasSubstr(R"(\"webrtc_id\")"));
    const auto garbage = ask(house.callers(), house.port(), "POST", "/input_hook", "[3");
    EXPECT_THAT(garbage.body, HasSubstr("must be a JSON object"));
    EXPECT_EQ(post("/wrong", {{"webrtc_id", "ada"}}).status, 500) << "a fault of the program's";
    ada.post_close();
}

TEST(OwnRoutesAtStart, RefuseAPathThatIsTakenAndOneThatIsNone) {
    Books books;
    const auto refusal = [&](const std::string& path) -> std::string {
        Stream stream({.handler = make<Radio>(&books, Slider({.label = "Volume"}), Markdown(""))});
        stream.route("POST", path, [](HttpRequest, Callers) -> Task<HttpResponse> {
            co_return net::text_response(200, "");
        });
        try {
            const House house(stream);
        } catch (const std::invalid_argument& error) {
            return error.what();
        }
        return "";
    };
    EXPECT_THAT(refusal("/input"), AllOf(StartsWith("there is a route \"POST /input\" already")));
    EXPECT_THAT(refusal("input_hook"), HasSubstr("must begin with /"));
    EXPECT_EQ(refusal("/input_hook"), "");
}

}  // namespace
}  // namespace salon::testing_real
