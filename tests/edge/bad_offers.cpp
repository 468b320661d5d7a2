// What strangers, broken pages and broken handlers do to one server, while a caller who did nothing
// wrong talks on.
#include <algorithm>
#include <regex>

#include <gmock/gmock.h>

#include "edge/house.h"
#include "edge/parrot.h"
#include "edge/witness.h"

namespace salon::testing_real {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// With the certificate that it had, an offer would be an ICE restart.
std::string of_another_certificate(std::string offer) {
    const auto digit = offer.find("sha-256 ") + 8;
    offer[digit] = offer[digit] == '0' ? '1' : '0';
    return offer;
}

// One caller talks through every test, and at its end still hears and sees the own echo.
class BadOffers : public testing::Test {
protected:
    void SetUp() override { witness.begin(); }

    void TearDown() override {
        stranger.hang_up();
        witness.expect_unharmed();
        EXPECT_TRUE(house.only_left(1));
        witness.hang_up();
        EXPECT_TRUE(house.only_left(0));
        EXPECT_TRUE(books.balanced());
        EXPECT_EQ(house.count("ledger", "started"), house.count("ledger", "ended"));
    }

    net::HttpResponse post(std::string path, std::string body, net::HttpHeaders headers = {}) {
        return ask(house.callers(), house.port(), "POST", std::move(path), std::move(body),
                   std::move(headers));
    }
    net::HttpResponse offer(std::string_view id, std::string_view sdp,
                            const boost::json::object& more = {}) {
        boost::json::object body{{"webrtc_id", id}, {"type", "offer"}, {"sdp", sdp}};
        body.insert(more.begin(), more.end());
        return post("/webrtc/offer", boost::json::serialize(body));
    }

    Books books;
    House house{parrots(books, 2)};
    Witness witness{house.callers(), house.port(), "witness"};
    Caller stranger{house.callers(), house.port(), "stranger"};
};

TEST_F(BadOffers, AreRefusedInWordsAndTakeNoSlot) {
    EXPECT_EQ(post("/webrtc/offer", "").status, 422);
    EXPECT_EQ(post("/webrtc/offer", "{\"webrtc_id\":\"x\",\"type\":\"offer\"}").status, 422);
    EXPECT_EQ(post("/webrtc/offer", std::string(100'000, '[')).status, 422);
    EXPECT_EQ(offer("has a space", stranger.offer()).status, 422);
    EXPECT_EQ(offer(std::string(129, 'x'), stranger.offer()).status, 422);
    EXPECT_EQ(offer("stranger", std::string(1'000'000, 'v')).status, 413);

    EXPECT_THAT(offer("stranger", "this is no SDP").body, HasSubstr("invalid_offer"));
    EXPECT_THAT(offer("stranger", std::string(200'000, 'v')).body, HasSubstr("invalid_offer"));
    EXPECT_THAT(offer("stranger", stranger.offer().substr(0, 300)).body,
                HasSubstr("invalid_offer"));
    EXPECT_THAT(
        offer("witness", of_another_certificate(stranger.offer()), {{"session", witness.session()}})
            .body,
        HasSubstr("connection_already_exists"));
    EXPECT_THAT(offer("stranger", stranger.offer(), {{"component", 99}}).body,
                HasSubstr("unknown_component"));
    EXPECT_TRUE(house.only_left(1));
}

TEST_F(BadOffers, AndGoodbyesOfAnotherTabReachNoCall) {
    const boost::json::object again{{"restart", true}};
    const boost::json::object anothers{{"restart", true}, {"session", stranger.session()}};
    EXPECT_THAT(offer("witness", witness.offer()).body, HasSubstr("connection_already_exists"));
    EXPECT_THAT(offer("witness", witness.offer(), again).body, HasSubstr("unknown_connection"));
    EXPECT_THAT(offer("witness", witness.offer(), anothers).body, HasSubstr("unknown_connection"));
    EXPECT_THAT(offer("forgotten", stranger.offer(), again).body, HasSubstr("unknown_connection"));
    EXPECT_EQ(post("/webrtc/close", R"({"webrtc_id":"witness"})").status, 200);
    EXPECT_TRUE(house.only_left(1));
}

// As text/plain a browser sends them without asking us first (a preflight).
TEST_F(BadOffers, OfPagesOfOtherSitesAreRefusedAtEveryDoor) {
    const auto here = "http://127.0.0.1:" + std::to_string(house.port());
    for (const auto* door :
         {"/webrtc/offer", "/webrtc/close", "/webrtc/turn", "/input", "/event", "/upload"}) {
        const auto by = [&](net::HttpHeaders headers) {
            headers.add("Content-Type", "text/plain");
            return post(door, "{}", std::move(headers));
        };
        EXPECT_EQ(by({{"Origin", "https://evil.example"}}).status, 403) << door;
        EXPECT_THAT(by({{"Sec-Fetch-Site", "cross-site"}}).body, HasSubstr("another site"));
        EXPECT_EQ(by({{"Origin", here}}).status, 422) << "ours is read, and found wrong";
        EXPECT_EQ(by({{"Origin", "https://us.example"}, {"Sec-Fetch-Site", "same-origin"}}).status,
                  422);
        EXPECT_EQ(by({}).status, 422);
    }
    EXPECT_EQ(ask(house.callers(), house.port(), "GET", "/healthz", {},
                  {{"Origin", "https://evil.example"}})
                  .status,
              200);
}

TEST_F(BadOffers, OfVideoThatNobodyHereUnderstandsAreRefused) {
    const Caller camera(house.callers(), house.port(), "camera", {.audio = false, .data = false});
    const auto h264 = std::regex_replace(camera.offer(), std::regex("VP8"), "H264");
    EXPECT_THAT(offer("camera", h264).body, HasSubstr("invalid_offer"));
}

TEST_F(BadOffers, CandidatesOfGarbageHarmNobody) {
    ASSERT_TRUE(stranger.connect());
    EXPECT_THAT(stranger.send_candidate("garbage").body, HasSubstr("invalid_candidate_format"));
    EXPECT_THAT(stranger.send_candidate("candidate:").body, HasSubstr("success"));
    EXPECT_THAT(stranger.send_candidate("candidate:1 1 UDP 99999999999 x y typ z").body,
                HasSubstr("success"));
    EXPECT_THAT(stranger.send_candidate("candidate:" + std::string(10'000, '\x01')).body,
                HasSubstr("success"));
    EXPECT_THAT(stranger.send_candidate("").body, HasSubstr("success"));
    EXPECT_EQ(
        post("/webrtc/offer", R"({"webrtc_id":"stranger","type":"ice-candidate","candidate":7})")
            .status,
        422);
    Caller namesake(house.callers(), house.port(), "stranger");
    EXPECT_THAT(namesake.send_candidate("candidate:1").body, HasSubstr("unknown_connection"));
    Caller nobody(house.callers(), house.port(), "nobody");
    EXPECT_THAT(nobody.send_candidate("garbage").body, HasSubstr("invalid_candidate_format"));
    EXPECT_THAT(nobody.send_candidate("candidate:" + std::string(10'000, 'x')).body,
                HasSubstr("too_many_candidates"));

    stranger.speak(record(tone(1s)));
    EXPECT_TRUE(stranger.until([](const Diary& diary) { return diary.heard.size() > 20; }));
}

TEST_F(BadOffers, DatagramsOfGarbageAreDroppedAndCounted) {
    Random random(7);
    for (std::size_t size = 0; size < 1500; size += 5) {
        ByteBuffer bytes(size);
        random.fill(bytes);
        stranger.send_raw({.bytes = bytes, .to = house.udp()});
        if (size > 0) bytes[0] = static_cast<std::uint8_t>(20 + size % 180);  // Looks like ours.
        witness.send_raw({.bytes = std::move(bytes), .to = house.udp()});
    }
    const auto before = net::steady_now();
    while (house.count("datagrams", "unknown") < 200 && net::steady_now() < before + 20s) {
    }
    EXPECT_GE(house.count("datagrams", "unknown"), 200);
}

TEST_F(BadOffers, UploadsThatAreNoPicturesOrTooLargeAreRefused) {
    auto jpeg = encode_jpeg(Picture::filled(64, 64, {255, 0, 0}));
    EXPECT_EQ(stranger.upload(artwork_input, jpeg).status, 200);
    EXPECT_EQ(stranger.upload(artwork_input, as_bytes("GIF89a and no more")).status, 415);
    EXPECT_EQ(stranger.upload(artwork_input, as_bytes("")).status, 415);
    EXPECT_EQ(stranger.upload(artwork_input, Bytes(jpeg).first(jpeg.size() / 8)).status, 415);
    EXPECT_EQ(stranger.upload(artwork_input, ByteBuffer(13'000'000)).status, 413);
    EXPECT_EQ(stranger.upload(fault_input, jpeg).status, 422);
    EXPECT_EQ(stranger.upload(99, jpeg).status, 422);
    EXPECT_EQ(stranger.input(artwork_input, "a text").status, 422);
    EXPECT_EQ(stranger.input(99, "a text").status, 422);

    const ByteBuffer start_of_frame{0xff, 0xc0};
    const auto found = std::ranges::search(jpeg, start_of_frame);
    ASSERT_FALSE(found.empty());
    const ByteBuffer ten_thousand_squared{0x27, 0x10, 0x27, 0x10};
    std::ranges::copy(ten_thousand_squared, found.begin() + 5);
    EXPECT_EQ(stranger.upload(artwork_input, jpeg).status, 413);
}

// "the hook that throws" and what its caller is told.
class FailingHandler : public BadOffers, public testing::WithParamInterface<const char*> {};

TEST_P(FailingHandler, EndsItsOwnCallAndNoOther) {
    ASSERT_EQ(stranger.input(fault_input, GetParam()).status, 200);
    ASSERT_TRUE(stranger.connect());
    stranger.speak(record(tone(1s)));
    stranger.show(a_blue_wall());
    EXPECT_TRUE(stranger.until([](const Diary& diary) { return diary.end.has_value(); }));
    const auto diary = stranger.diary();
    EXPECT_THAT(diary.told("error"),
                ElementsAre("Something went wrong on the server. Please start again; its log says "
                            "more."));
    EXPECT_THAT(diary.told("end_stream"), testing::SizeIs(1));
    EXPECT_TRUE(house.only_left(1));
    EXPECT_EQ(books.shutdowns, 1);
}

INSTANTIATE_TEST_SUITE_P(InEachHook, FailingHandler,
                         testing::Values("start_up", "receive", "emit", "video_receive",
                                         "video_emit"));

TEST_F(BadOffers, AHandlerThatCannotBeMadeGivesItsSlotBack) {
    stranger.input(fault_input, "constructor");
    EXPECT_EQ(stranger.call(), "") << "the call is answered, to tell why there is none";
    EXPECT_TRUE(stranger.until([](const Diary& diary) { return diary.end.has_value(); }));
    EXPECT_TRUE(house.only_left(1));
    EXPECT_EQ(books.made, 1);
}

TEST_F(BadOffers, AHandlerThatFailsInShutdownGivesItsSlotBack) {
    stranger.input(fault_input, "shutdown");
    ASSERT_TRUE(stranger.connect());
    stranger.hang_up();
    EXPECT_TRUE(house.only_left(1));
    EXPECT_EQ(books.shutdowns, 1);
}

TEST_F(BadOffers, AHandlerThatNeverReturnsEndsWithItsCall) {
    stranger.input(fault_input, "never returns");
    ASSERT_TRUE(stranger.connect());
    stranger.speak(record(tone(1s)));
    EXPECT_TRUE(stranger.until([](const Diary& diary) { return diary.spoken.size() == 50; }));
    EXPECT_EQ(stranger.post_close().status, 200);
    EXPECT_TRUE(stranger.until([](const Diary& diary) { return diary.end.has_value(); }));
    EXPECT_THAT(stranger.diary().told("end_stream"), ElementsAre("The caller hung up."));
    EXPECT_TRUE(house.only_left(1));
    EXPECT_EQ(books.shutdowns, 1);
}

TEST_F(BadOffers, AHandlerThatStartsMoreAtItsEndEndsAllTheSame) {
    stranger.input(fault_input, "never stops");
    ASSERT_TRUE(stranger.connect());
    stranger.hang_up();
    EXPECT_TRUE(house.only_left(1));
    EXPECT_EQ(books.shutdowns, 1);
}

TEST_F(BadOffers, AHandlersOwnErrorIsToldInItsWords) {
    stranger.input(fault_input, "user error");
    ASSERT_TRUE(stranger.connect());
    EXPECT_TRUE(stranger.until([](const Diary& diary) { return diary.end.has_value(); }));
    EXPECT_THAT(stranger.diary().told("error"), ElementsAre("The parrot is on holiday."));
}

TEST_F(BadOffers, AHandlerMayEndItsCall) {
    stranger.input(fault_input, "goodbye");
    ASSERT_TRUE(stranger.connect());
    EXPECT_TRUE(stranger.until([](const Diary& diary) { return diary.end.has_value(); }));
    EXPECT_THAT(stranger.diary().told("error"), IsEmpty());
    EXPECT_THAT(stranger.diary().told("end_stream"), ElementsAre("Polly wants a cracker."));
}

// Barge-in: five seconds are queued; once the caller is heard, at most five packets follow.
TEST_F(BadOffers, SpeakingOverAnAnswerSilencesIt) {
    stranger.input(fault_input, "talkative");
    ASSERT_TRUE(stranger.connect());
    ASSERT_TRUE(stranger.until([](const Diary& diary) { return diary.heard.size() >= 25; }));
    stranger.speak(record(tone(400ms, 900)));
    ASSERT_TRUE(stranger.until([](const Diary& diary) { return diary.spoken.size() == 20; }));
    ASSERT_TRUE(stranger.until(
        [](const Diary& diary) { return net::steady_now() > diary.heard.back().at + 300ms; }));
    const auto diary = stranger.diary();
    const auto late = std::ranges::find_if(
        diary.heard, [&](const Heard& heard) { return heard.at > books.flushed.load(); });
    const auto first_late = static_cast<std::size_t>(late - diary.heard.begin());
    EXPECT_LE(loud_packets(diary.heard, first_late), 5u);
    EXPECT_LT(diary.heard.size(), 200u);
}

TEST(TimeLimit, WarnsThenEndsTheCall) {
    Books books;
    auto settings = on_free_ports();
    settings.time_limit = 4;
    House house(parrots(books, 1), settings);
    Caller caller(house.callers(), house.port(), "caller");
    ASSERT_TRUE(caller.connect());
    ASSERT_TRUE(caller.until([](const Diary& diary) { return !diary.told("warning").empty(); }));
    EXPECT_THAT(caller.diary().told("warning"), ElementsAre("2 seconds left."));
    EXPECT_THAT(caller.diary().told("end_stream"), IsEmpty());
    ASSERT_TRUE(caller.until([](const Diary& diary) { return diary.end.has_value(); }));
    EXPECT_THAT(caller.diary().told("end_stream"),
                ElementsAre(HasSubstr("The time limit of 4 seconds is reached.")));
    EXPECT_TRUE(house.only_left(0));
    EXPECT_TRUE(books.balanced());
}

}  // namespace
}  // namespace salon::testing_real
