#include "server/requests.h"

#include <gtest/gtest.h>

namespace salon::server {
namespace {

const std::string session(32, 's');

std::string with_session(const std::string& rest) {
    return R"({"session":")" + session + R"(",)" + rest + "}";
}

std::string field_refused(std::string_view body) {
    const auto request = parse_offer(body);
    return request ? "none" : request.error().field;
}

TEST(Requests, ReadAnOffer) {
    const auto request = parse_offer(R"({"sdp":"v=0","type":"offer","webrtc_id":"a1"})");
    ASSERT_TRUE(request);
    EXPECT_EQ(std::get<OfferRequest>(*request).id, "a1");
    EXPECT_EQ(std::get<OfferRequest>(*request).sdp, "v=0");
}

TEST(Requests, ReadACandidateAndTheEndOfThem) {
    const auto some = parse_offer(
        R"({"candidate":{"candidate":"candidate:1 1 udp","sdpMid":"0"},"webrtc_id":"a","type":"ice-candidate"})");
    EXPECT_EQ(std::get<CandidateRequest>(*some).candidate, "candidate:1 1 udp");
    const auto end =
        parse_offer(R"({"candidate":{"candidate":""},"webrtc_id":"a","type":"ice-candidate"})");
    EXPECT_EQ(std::get<CandidateRequest>(*end).candidate, "");
}

TEST(Requests, NameTheFieldThatIsWrong) {
    EXPECT_EQ(field_refused("no json"), "");
    EXPECT_EQ(field_refused("[1]"), "");
    EXPECT_EQ(field_refused(R"({"sdp":"v=0","type":"offer"})"), "webrtc_id");
    EXPECT_EQ(field_refused(R"({"sdp":"v=0","type":"offer","webrtc_id":7})"), "webrtc_id");
    EXPECT_EQ(field_refused(R"({"sdp":"v=0","webrtc_id":"a"})"), "type");
    EXPECT_EQ(field_refused(R"({"sdp":null,"type":"offer","webrtc_id":"a"})"), "sdp");
    EXPECT_EQ(field_refused(R"({"candidate":3,"type":"ice-candidate","webrtc_id":"a"})"),
              "candidate");
}

TEST(Requests, KeepIdsShortAndVisible) {
    EXPECT_TRUE(is_id(std::string(128, 'a')));
    EXPECT_FALSE(is_id(std::string(129, 'a')));
    EXPECT_FALSE(is_id("a b"));
    EXPECT_FALSE(is_id(""));
}

TEST(Requests, ReadInputsOfEveryKind) {
    const auto request = parse_inputs(with_session(R"("values":{"3":"key","5":0.5,"6":null})"));
    ASSERT_TRUE(request);
    EXPECT_EQ(request->session, session);
    ASSERT_EQ(request->values.size(), 3u);
    EXPECT_EQ(request->values[0].first, 3);
    EXPECT_EQ(request->values[0].second, "key");
    EXPECT_TRUE(request->values[2].second.is_null());
}

TEST(Requests, RefuseInputsThatAreNone) {
    EXPECT_EQ(parse_inputs(with_session(R"("value":1)")).error().field, "values");
    EXPECT_EQ(parse_inputs(with_session(R"("values":{"x":1})")).error().field, "values");
    EXPECT_EQ(parse_inputs(with_session(R"("values":[1])")).error().field, "values");
    EXPECT_EQ(parse_inputs(R"({"values":{"3":"key"}})").error().field, "session");
    EXPECT_EQ(parse_inputs(R"({"session":"guess","values":{}})").error().field, "session");
}

TEST(Requests, ReadAnEventAndItsNumber) {
    EXPECT_EQ(parse_event(with_session(R"("event":2,"values":{})"))->event, 2);
    EXPECT_EQ(parse_event(with_session(R"("event":-1,"values":{})")).error().field, "event");
    EXPECT_EQ(parse_event(with_session(R"("event":2.5,"values":{})")).error().field, "event");
    EXPECT_EQ(parse_event(with_session(R"("event":"2","values":{})")).error().field, "event");
}

TEST(Requests, TakeSessionsThatNobodyGuesses) {
    EXPECT_TRUE(is_session(std::string(22, 'a')));
    EXPECT_FALSE(is_session(std::string(21, 'a')));
    EXPECT_TRUE(is_session(std::string(128, '-')));
    EXPECT_FALSE(is_session(std::string(129, 'a')));
    EXPECT_FALSE(is_session(std::string(22, '/')));
}

TEST(Requests, BindAnOfferToItsTabAndStream) {
    const auto offer =
        parse_offer(with_session(R"("sdp":"v=0","type":"offer","webrtc_id":"a","component":7)"));
    EXPECT_EQ(std::get<OfferRequest>(*offer).session, session);
    EXPECT_EQ(std::get<OfferRequest>(*offer).component, 7);
    EXPECT_EQ(field_refused(R"({"sdp":"v=0","type":"offer","webrtc_id":"a","session":7})"),
              "session");
}

TEST(Requests, KnowARestartFromACallThatBegins) {
    const std::string offer = R"({"sdp":"v=0","type":"offer","webrtc_id":"a")";
    const auto restarts = [&](const std::string& rest) {
        return std::get<OfferRequest>(*parse_offer(offer + rest)).restart;
    };
    EXPECT_TRUE(restarts(R"(,"restart":true})"));
    EXPECT_FALSE(restarts(R"(,"restart":false})"));
    EXPECT_FALSE(restarts("}"));
}

TEST(Requests, TakeNoOtherTypeForAFlagOrAComponent) {
    const std::string offer = R"({"sdp":"v=0","type":"offer","webrtc_id":"a")";
    for (const std::string rest : {R"("true")", "1"}) {
        EXPECT_EQ(field_refused(offer + ",\"restart\":" + rest + "}"), "restart") << rest;
    }
    for (const std::string rest : {R"("2")", "-1", "2.5"}) {
        EXPECT_EQ(field_refused(offer + ",\"component\":" + rest + "}"), "component") << rest;
    }
    EXPECT_EQ(field_refused(offer + R"(,"component":2,"restart":false})"), "none");
}

TEST(Requests, TakeNullForLeftOutWhereAFieldMayBe) {
    const auto parsed = parse_offer(
        R"({"sdp":"v=0","type":"offer","webrtc_id":"a","session":null,"component":null,)"
        R"("restart":null})");
    ASSERT_TRUE(parsed);
    const auto& offer = std::get<OfferRequest>(*parsed);
    EXPECT_EQ(offer.session, "");
    EXPECT_EQ(offer.component, 0);
    EXPECT_FALSE(offer.restart);
    EXPECT_EQ(parse_close(R"({"webrtc_id":"a","session":null})")->session, "");
    EXPECT_EQ(parse_turn(with_session(R"("component":null)"))->component, 0);
    EXPECT_EQ(field_refused(R"({"sdp":null,"type":"offer","webrtc_id":"a"})"), "sdp");
    EXPECT_EQ(field_refused(R"({"sdp":"v=0","type":"offer","webrtc_id":null})"), "webrtc_id");
    EXPECT_EQ(parse_inputs(R"({"session":null,"values":{}})").error().field, "session");
}

TEST(Requests, RefuseDeepNests) {
    EXPECT_FALSE(parse_offer(std::string(100, '[') + std::string(100, ']')));
    EXPECT_FALSE(parse_offer(R"({"a":)" + std::string(1000, '[')));
}

}  // namespace
}  // namespace salon::server
