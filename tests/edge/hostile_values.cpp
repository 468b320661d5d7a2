// What hostile pages post to every door of a composed page: shapes, components, numbers, pictures
// and names of others. Each is refused in words, changes nothing and tells nothing; a caller who
// did nothing wrong talks on.
#include <algorithm>

#include <gmock/gmock.h>

#include "edge/every_part.h"
#include "edge/house.h"
#include "edge/witness.h"
#include "server/requests.h"
#include "server/visitor.h"

namespace salon::testing_real {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string tab(char letter) { return std::string(32, letter); }

/// What the page shows of a refusal; empty where there is nothing to show.
std::string sentence_of(const net::HttpResponse& response) {
    json::error_code error;
    const auto body = json::parse(response.body, error);
    if (error || !body.is_object() || !body.as_object().contains("detail")) return {};
    const auto& detail = body.at("detail");
    return std::string(detail.is_string() ? detail.as_string()
                                          : detail.at(0).at("msg").as_string());
}

MATCHER_P(IsRefused, status, "") {
    *result_listener << "is " << arg.status << " with " << arg.body.substr(0, 200);
    return arg.status == status && !sentence_of(arg).empty();
}

class HostileValues : public testing::Test {
protected:
    void SetUp() override {
        witness.begin();
        ASSERT_EQ(input(tab('a'), R"({")" + std::to_string(page.name.id()) + R"(":"Ada"})").status,
                  200);
    }
    void TearDown() override {
        EXPECT_EQ(greeting_of(tab('a')), "Hello Ada, 0 tenths");
        witness.expect_unharmed();
        EXPECT_TRUE(house.only_left(1));
        witness.hang_up();
        EXPECT_TRUE(house.only_left(0));
        EXPECT_TRUE(books.balanced());
    }

    net::HttpResponse get(std::string path) {
        return ask(house.callers(), house.port(), "GET", std::move(path));
    }
    net::HttpResponse post(std::string path, std::string body, net::HttpHeaders headers = {}) {
        return ask(house.callers(), house.port(), "POST", std::move(path), std::move(body),
                   std::move(headers));
    }
    /// `values` is JSON as it is sent: a foreign page writes what it likes.
    net::HttpResponse input(const std::string& session, const std::string& values) {
        return post("/input", R"({"session":")" + session + R"(","values":)" + values + "}");
    }
    net::HttpResponse value(const Component& component, const std::string& said) {
        return input(tab('h'), "{\"" + std::to_string(component.id()) + "\":" + said + "}");
    }
    net::HttpResponse event(const std::string& session, int number,
                            const std::string& values = "{}") {
        return post("/event", R"({"session":")" + session + R"(","event":)" +
                                  std::to_string(number) + R"(,"values":)" + values + "}");
    }
    net::HttpResponse upload(const std::string& component, std::string_view file,
                             const std::string& type = "image/jpeg") {
        return post("/upload?component=" + component, std::string(file),
                    {{"X-Salon-Session", tab('h')}, {"Content-Type", type}});
    }
    std::string output_of(const net::HttpResponse& response, const Component& component) {
        const auto outputs = json::parse(response.body).at("outputs");
        return std::string(outputs.at(std::to_string(component.id())).as_string());
    }
    std::string greeting_of(const std::string& session) {
        return output_of(event(session, EveryPart::Greet), page.greeting);
    }
    std::string paint(const std::string& session) {
        return "/" + output_of(event(session, EveryPart::Paint), page.painted);
    }

    Books books;
    EveryPart page;
    House house{page.served(books, 2)};
    Witness witness{house.callers(), house.port(), "witness"};
};

const std::vector<std::string> doors{"/input", "/event", "/webrtc/offer", "/webrtc/turn",
                                     "/webrtc/close"};

TEST_F(HostileValues, BodiesOfNoShapeAreRefusedAtEveryDoor) {
    const std::string deep = R"({"session":)" + std::string(50, '[') + std::string(50, ']') + "}";
    for (const auto& door : doors) {
        for (const std::string body : {"", "null", "7", "\"x\"", "[]", "{", "{}", "{\"a\":1}{}",
                                       "{\"session\":\"\xff\xfe\"}", "{'session':1}"}) {
            EXPECT_THAT(post(door, body), IsRefused(422)) << door << ' ' << body;
        }
        EXPECT_THAT(post(door, deep), IsRefused(422)) << door;
        EXPECT_THAT(post(door, std::string(300 * 1024, '[')), IsRefused(413)) << door;
    }
    EXPECT_THAT(get("/nothing"), IsRefused(404));
}

TEST_F(HostileValues, SessionsOfNoShapeAreRefusedAtEveryDoor) {
    const auto quoted = [](const std::string& text) { return '"' + text + '"'; };
    for (const auto& session :
         {quoted(""), quoted(std::string(21, 's')), quoted(std::string(129, 's')),
          quoted(std::string(31, 's') + " "), quoted(std::string(31, 's') + "/"),
          quoted(std::string(31, 's') + "\\u0000"), std::string("7"), std::string("[]"),
          std::string("{}"), std::string("true")}) {
        const auto body =
            R"({"session":)" + session +
            R"(,"values":{},"event":0,"component":2,"webrtc_id":"w","type":"offer",)" +
            R"("sdp":"v=0"})";
        for (const auto& door : doors) {
            EXPECT_THAT(post(door, body), IsRefused(422)) << door << ' ' << body;
        }
    }
    // Null is a session left out, as pages of FastRTC's have none: they set nothing.
    const std::string nobodys = R"({"session":null,"values":{},"event":0,"component":2})";
    for (const auto* door : {"/input", "/event", "/webrtc/turn"}) {
        EXPECT_THAT(post(door, nobodys), IsRefused(422)) << door;
    }
    const auto path = "/upload?component=" + std::to_string(page.artwork.id());
    EXPECT_THAT(post(path, "x"), IsRefused(422));
    EXPECT_THAT(post(path, "x", {{"X-Salon-Session", std::string(21, 's')}}), IsRefused(422));
}

TEST_F(HostileValues, FieldsOfTheWrongTypeAreRefused) {
    for (const std::string wrong : {"\"0\"", "-1", "0.5", "2147483648", "1e300", "[]", "true"}) {
        const auto session = R"({"session":")" + tab('h') + "\",";
        EXPECT_THAT(post("/event", session + R"("values":{},"event":)" + wrong + "}"),
                    IsRefused(422))
            << wrong;
        EXPECT_THAT(post("/webrtc/turn", session + R"("component":)" + wrong + "}"), IsRefused(422))
            << wrong;
        EXPECT_THAT(
            post("/webrtc/offer", session + R"("webrtc_id":"w","type":"offer","sdp":"v=0",)" +
                                      R"("component":)" + wrong + "}"),
            IsRefused(422))
            << wrong;
    }
    for (const std::string wrong : {"null", "[]", "\"x\"", "7"}) {
        EXPECT_THAT(input(tab('h'), wrong), IsRefused(422)) << wrong;
        EXPECT_THAT(event(tab('h'), EveryPart::Greet, wrong), IsRefused(422)) << wrong;
    }
    EXPECT_THAT(event(tab('h'), 3), IsRefused(422));
    const auto offer = R"({"webrtc_id":"w","type":"offer","sdp":"v=0","restart":)";
    EXPECT_THAT(post("/webrtc/offer", offer + std::string("\"yes\"}")), IsRefused(422));
}

TEST_F(HostileValues, WhatIsNoInputTakesNothing) {
    for (const int id : page.no_inputs()) {
        for (const std::string said : {"\"x\"", "null", "0.5", "{\"label\":\"x\"}", "[]"}) {
            const auto values = "{\"" + std::to_string(id) + "\":" + said + "}";
            EXPECT_THAT(input(tab('h'), values), IsRefused(422)) << values;
            EXPECT_THAT(event(tab('h'), EveryPart::Greet, values), IsRefused(422)) << values;
        }
        EXPECT_THAT(upload(std::to_string(id), "x"), IsRefused(422)) << id;
    }
    for (const std::string id : {"0", "-1", "99", "2147483648", "1e300", "3.0", "", "x", "0x3"}) {
        EXPECT_THAT(input(tab('h'), "{\"" + id + "\":\"x\"}"), IsRefused(422)) << id;
        EXPECT_THAT(upload(id, "x"), IsRefused(422)) << id;
    }
}

TEST_F(HostileValues, TextsAndNumbersOutsideTheirLimitsAreRefused) {
    for (const std::string said :
         {"-0.001", "1.001", "1e308", "-1e308", "1e999", "NaN", "Infinity", "\"NaN\"", "\"inf\"",
          "\"\"", "\"0.5 \\u0000\"", "null", "true", "[0.5]", "{}"}) {
        EXPECT_THAT(value(page.share, said), IsRefused(422)) << said;
    }
    const auto text = [](std::size_t size) { return '"' + std::string(size, 'x') + '"'; };
    EXPECT_EQ(value(page.name, text(16 * 1024)).status, 200);
    EXPECT_THAT(value(page.name, text(16 * 1024 + 1)), IsRefused(422));
    EXPECT_THAT(value(page.name, text(64 * 1024)), IsRefused(413));
    for (const std::string said : {"7", "null", "true", "[]", "{}", "\"\\ud800\"", "\"\xff\""}) {
        EXPECT_THAT(value(page.name, said), IsRefused(422)) << said;
    }
    EXPECT_THAT(value(page.artwork, R"("file/first-4")"), IsRefused(422));
    EXPECT_THAT(value(page.artwork, R"("data:image/png;base64,AAAA")"), IsRefused(422));
}

TEST_F(HostileValues, AreTakenAllOrNone) {
    const auto both = [&](const std::string& name, const std::string& share) {
        return "{\"" + std::to_string(page.name.id()) + "\":\"" + name + "\",\"" +
               std::to_string(page.share.id()) + "\":" + share + "}";
    };
    ASSERT_EQ(input(tab('b'), both("Ben", "0.5")).status, 200);
    EXPECT_THAT(input(tab('b'), both("Mallory", "7")), IsRefused(422));
    EXPECT_THAT(event(tab('b'), EveryPart::Greet, both("Mallory", "7")), IsRefused(422));
    EXPECT_EQ(greeting_of(tab('b')), "Hello Ben, 5 tenths");
}

TEST_F(HostileValues, FunctionsThatFailTellNothingOfTheServer) {
    const auto name = [&](const std::string& text) {
        return "{\"" + std::to_string(page.name.id()) + "\":\"" + text + "\"}";
    };
    const auto fault = event(tab('h'), EveryPart::Fail, name("rudely"));
    EXPECT_THAT(fault, IsRefused(500));
    EXPECT_THAT(fault.body, Not(HasSubstr("secret")));
    const auto own_words = event(tab('h'), EveryPart::Fail, name("politely"));
    EXPECT_THAT(own_words, IsRefused(400));
    EXPECT_EQ(sentence_of(own_words), "Nobody fails here on Mondays.");
}

std::string png_of_sixty_thousand_squared() {
    const std::string side("\x00\x00\xea\x60", 4);
    return "\x89PNG\r\n\x1a\n" + std::string("\x00\x00\x00\x0dIHDR", 8) + side + side +
           std::string("\x08\x02\x00\x00\x00", 5) + std::string(4, '\x5a') + std::string(500, '\0');
}

TEST_F(HostileValues, FilesThatAreNoPicturesAreRefused) {
    const auto artwork = std::to_string(page.artwork.id());
    const std::string png = "\x89PNG\r\n\x1a\n";
    const auto jpeg = encode_jpeg(Picture::filled(64, 64, {255, 0, 0}));
    for (const auto& file :
         {std::string("<html><script>alert(1)</script>"), std::string("GIF89a\x01\x00\x01\x00", 10),
          std::string("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
          png + "and then garbage", png, std::string(as_text(jpeg)).substr(0, 200), std::string(),
          std::string("RIFF\xff\xff\xff\xffWEBPVP8X", 16), std::string(100'000, '\xff')}) {
        EXPECT_THAT(upload(artwork, file), IsRefused(415)) << file.substr(0, 40);
        EXPECT_THAT(upload(artwork, file, "image/svg+xml"), IsRefused(415)) << file.substr(0, 40);
    }
    EXPECT_THAT(upload(artwork, png_of_sixty_thousand_squared()), IsRefused(413));
    EXPECT_THAT(upload(artwork, std::string(13 * 1024 * 1024, 'x')), IsRefused(413));
    EXPECT_EQ(upload(artwork, as_text(jpeg), "text/html").status, 200);  // It is what it holds.
}

TEST_F(HostileValues, NamesOfFilesLeadNowhereElse) {
    for (const std::string name :
         {"", "first-1", "first-99", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%00",
          "%2fetc%2fpasswd", "C:%5cwindows%5cwin.ini", ".jpg", "%"}) {
        const auto answer = get("/file/" + name);
        EXPECT_TRUE(answer.status == 404 || answer.status == 400) << name << ' ' << answer.status;
        EXPECT_NE(sentence_of(answer), "") << name << ' ' << answer.body;
    }
    EXPECT_EQ(get("/file/%2e%2e/config").body, get("/config").body);  // Within the page's own.
    EXPECT_THAT(get("/file/" + std::string(4000, 'x')), IsRefused(404));
    EXPECT_THAT(post("/file/first-1", "x"), IsRefused(405));
}

TEST_F(HostileValues, OfOneTabReachNoOther) {
    const auto hers = paint(tab('a'));
    EXPECT_EQ(get(hers).status, 200);
    EXPECT_EQ(get(hers).headers.get("Cache-Control"), "private, no-store");
    EXPECT_EQ(greeting_of(tab('h')), "Hello , 0 tenths");
    EXPECT_THAT(event(tab('h'), EveryPart::Paint).body, Not(HasSubstr(hers.substr(1))));

    const auto as_mallory = R"({"webrtc_id":"witness","session":")" + tab('h') + "\",";
    const auto as_nobody = std::string(R"({"webrtc_id":"witness",)");
    for (const auto& who : {as_mallory, as_nobody}) {
        const auto close = who.substr(0, who.size() - 1) + "}";
        EXPECT_EQ(post("/webrtc/close", close).body, server::success_json());
        const auto candidate = R"("type":"ice-candidate","candidate":{"candidate":"candidate:1"}})";
        EXPECT_THAT(post("/webrtc/offer", who + candidate).body, HasSubstr("unknown_connection"));
        const auto restart = R"("type":"offer","sdp":"v=0","restart":true})";
        EXPECT_THAT(post("/webrtc/offer", who + restart).body, HasSubstr("unknown_connection"));
    }
}

TEST_F(HostileValues, OfATabThatPaintsForEverKeepTheNewestPicturesOnly) {
    const auto first = paint(tab('a')), second = paint(tab('a'));
    for (std::size_t i = 2; i < server::files_max; ++i) paint(tab('a'));
    EXPECT_EQ(get(first).status, 200);
    paint(tab('a'));
    EXPECT_THAT(get(first), IsRefused(404));
    EXPECT_EQ(get(second).status, 200);
}

// The witness's tab was used before all others, but its call runs.
TEST_F(HostileValues, OfAThousandTabsPushOutTheOneUnusedForLongest) {
    const auto newcomer = [&](int number) {
        const auto digits = std::to_string(10'000 + number);
        const auto name = "{\"" + std::to_string(page.name.id()) + "\":\"Nobody\"}";
        ASSERT_EQ(input(std::string(27, 'n') + digits, name).status, 200);
    };
    ASSERT_EQ(witness.input(page.name.id(), "Wit").status, 200);
    for (int i = 0; i < 1022; ++i) newcomer(i);
    EXPECT_EQ(greeting_of(tab('a')), "Hello Ada, 0 tenths");  // Now the newest of 1024.
    EXPECT_EQ(greeting_of(std::string(27, 'n') + "10001"), "Hello Nobody, 0 tenths");
    newcomer(1022);
    EXPECT_EQ(greeting_of(std::string(27, 'n') + "10000"), "Hello , 0 tenths");
    EXPECT_EQ(greeting_of(std::string(27, 'n') + "10001"), "Hello Nobody, 0 tenths");
    EXPECT_EQ(greeting_of(witness.session()), "Hello Wit, 0 tenths");
}

}  // namespace
}  // namespace salon::testing_real
