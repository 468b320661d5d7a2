#include "server/requests.h"

#include <gtest/gtest.h>

namespace salon::server {
namespace {

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
    const auto request =
        parse_inputs(R"({"webrtc_id":"a","inputs":{"3":"key","4":true,"5":0.5,"6":null}})");
    ASSERT_TRUE(request);
    ASSERT_EQ(request->values.size(), 4u);
    EXPECT_EQ(std::get<std::string>(request->values[0].second), "key");
    EXPECT_EQ(std::get<double>(request->values[2].second), 0.5);
}

TEST(Requests, RefuseInputsThatAreNone) {
    EXPECT_EQ(parse_inputs(R"({"webrtc_id":"a"})").error().field, "inputs");
    EXPECT_EQ(parse_inputs(R"({"webrtc_id":"a","inputs":{"x":1}})").error().field, "inputs");
    const auto long_text =
        R"({"webrtc_id":"a","inputs":{"3":")" + std::string(text_size_max + 1, 'x') + "\"}}";
    EXPECT_EQ(parse_inputs(long_text).error().field, "inputs");
}

TEST(Requests, RefuseDeepNests) {
    EXPECT_FALSE(parse_offer(std::string(100, '[') + std::string(100, ']')));
    EXPECT_FALSE(parse_offer(R"({"a":)" + std::string(1000, '[')));
}

}  // namespace
}  // namespace salon::server
