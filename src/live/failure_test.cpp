#include "live/failure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace salon::live {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

LiveFailure closed(std::uint16_t code, std::string reason) {
    return explain_close(LiveFailure::Phase::Setup, {.code = code, .reason = std::move(reason)});
}

TEST(LiveFailureTest, EachKnownCloseHasItsSentence) {
    struct Case {
        std::uint16_t code;
        std::string_view reason;
        bool retryable;
        std::string_view hint;
    };
    const std::vector<Case> cases{
        {1007, "API key not valid. Please pass a valid API key.", false, "key is not valid"},
        {1007, "API key expired. Please renew the API key.", false, "has expired"},
        {1007, "Request contains an invalid argument.", false, "did not accept a setting"},
        {1007, "Invalid JSON payload received. Unknown name \"x\" at 'setup'", false,
         "API version"},
        {1008, "models/x is not found for API version v1beta, or is not", false,
         "unknown or retired"},
        {1008, "Method doesn't allow unregistered callers (callers", false, "wants a key"},
        {1008, "Your API key was reported as leaked.", false, "leaked"},
        {1008, "Operation is not implemented, or supported, or enabled.", true, "Press Start"},
        {1008, "BidiGenerateContent session not found", true, "new one"},
        {1008, "something else", false, "refused the conversation"},
        {1011, "You exceeded your current quota, please check your plan", false, "quota"},
        {1011, "The service is currently unavailable.", true, "trouble"},
        {1011, "Deadline expired before operation could complete.", true, "longest time"},
        {1006, "", true, "network"},
        {1000, "", true, "ended the conversation"},
        {4321, "what", true, "unexpectedly"},
    };
    for (const auto& [code, reason, retryable, hint] : cases) {
        const auto failure = closed(code, std::string(reason));
        EXPECT_THAT(failure.hint, AllOf(HasSubstr(hint), EndsWith("."))) << reason;
        EXPECT_EQ(failure.retryable, retryable) << reason;
        EXPECT_EQ(failure.close_code, code);
        EXPECT_EQ(failure.reason, reason);
    }
}

TEST(LiveFailureTest, FindsTheReasonBehindATraceId) {
    EXPECT_THAT(
        closed(1007, "Request trace id: 1, [ORIGINAL ERROR] generic::x: API key not valid.").hint,
        HasSubstr("key is not valid"));
}

TEST(LiveFailureTest, AFailedUpgradeSpeaksByItsStatus) {
    const auto hint = [](int status) {
        return explain_connect(
                   {.kind = net::ConnectError::Kind::Refused, .http_status = status, .what = "x"})
            .hint;
    };
    EXPECT_THAT(hint(401), HasSubstr("key was refused"));
    EXPECT_THAT(hint(403), HasSubstr("key was refused"));
    EXPECT_THAT(hint(404), HasSubstr("endpoint"));
    EXPECT_THAT(hint(429), HasSubstr("quota"));
    EXPECT_THAT(hint(503), HasSubstr("trouble"));
}

TEST(LiveFailureTest, TheHintNeverRepeatsForeignText) {
    EXPECT_THAT(closed(1011, "secret words").hint, Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace salon::live
