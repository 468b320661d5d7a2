#include "credentials/turn_credentials.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/run_on.h"
#include "real/turn_stand_in.h"

namespace salon {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using testing_real::TurnStandIn;

constexpr auto twilio_answer =
    R"({"username":"u","ttl":"86400","ice_servers":[{"url":"stun:global.stun.twilio.com:3478",)"
    R"("urls":"stun:global.stun.twilio.com:3478"},{"url":"turn:global.turn.twilio.com:3478",)"
    R"("urls":"turn:global.turn.twilio.com:3478?transport=udp","username":"u","credential":"c"}]})";

class TurnCredentialsTest : public testing::Test {
protected:
    using Relays = Result<turn::RtcConfiguration, Error>;

    TurnCredentialsTest() {
        for (const auto* name : {"HF_TOKEN", "TURN_KEY_ID", "TURN_KEY_API_TOKEN", "SYSTEM",
                                 "CLOUDFLARE_TURN_KEY_ID", "CLOUDFLARE_TURN_KEY_API_TOKEN",
                                 "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "SPACE_ID"}) {
            unsetenv(name);
        }
    }

    // Every stand-in has a port of its own, so no test meets what another one left in the cache.
    Relays hugging_face(std::string token = "hf_secret", Duration ttl = 600s) {
        return net::run_on(loop, get_hf_turn_credentials(std::move(token), ttl, there()));
    }
    Relays cloudflare(std::string id = "abc123", std::string token = "cf_secret") {
        return net::run_on(
            loop, get_cloudflare_turn_credentials(std::move(id), std::move(token), 600s, there()));
    }
    Relays twilio(std::string sid = "AC123", std::string token = "tw_secret") {
        return net::run_on(
            loop, get_twilio_turn_credentials(std::move(sid), std::move(token), 24h, there()));
    }
    TurnProviders there() {
        auto providers = stand_in.providers();
        providers.patience = patience;
        return providers;
    }

    Duration patience = 5s;
    net::Loop loop;
    TurnStandIn stand_in{loop};
};

TEST_F(TurnCredentialsTest, HuggingFaceIsAskedWithTheTokenInAHeader) {
    const auto relays = hugging_face();
    ASSERT_TRUE(relays);
    ASSERT_EQ(relays->ice_servers.size(), 2u);
    EXPECT_THAT(relays->ice_servers[1].urls,
                ElementsAre("turn:turn.example.org:3478?transport=udp",
                            "turns:turn.example.org:443?transport=tcp"));
    EXPECT_EQ(relays->ice_servers[1].credential, "c");
    ASSERT_EQ(stand_in.asked.size(), 1u);
    EXPECT_EQ(stand_in.asked[0].method, "GET");
    EXPECT_EQ(stand_in.asked[0].target, "/credentials?ttl=600");
    EXPECT_EQ(stand_in.asked[0].headers.get("authorization"), "Bearer hf_secret");
}

TEST_F(TurnCredentialsTest, CloudflareIsToldHowLongTheyShallBeGood) {
    stand_in.status = 201;
    ASSERT_TRUE(cloudflare());
    ASSERT_EQ(stand_in.asked.size(), 1u);
    EXPECT_EQ(stand_in.asked[0].method, "POST");
    EXPECT_EQ(stand_in.asked[0].target, "/v1/turn/keys/abc123/credentials/generate-ice-servers");
    EXPECT_EQ(stand_in.asked[0].headers.get("authorization"), "Bearer cf_secret");
    EXPECT_EQ(stand_in.asked[0].body, R"({"ttl":600})");
}

TEST_F(TurnCredentialsTest, TwilioSendsEverythingThroughItsRelays) {
    stand_in.status = 201;
    stand_in.body = twilio_answer;
    const auto relays = twilio();
    ASSERT_TRUE(relays);
    EXPECT_EQ(relays->ice_transport_policy, turn::IceTransportPolicy::Relay);
    EXPECT_THAT(relays->ice_servers[1].urls,
                ElementsAre("turn:global.turn.twilio.com:3478?transport=udp"));
    EXPECT_EQ(stand_in.asked[0].target, "/2010-04-01/Accounts/AC123/Tokens.json");
    EXPECT_EQ(stand_in.asked[0].headers.get("authorization"), "Basic QUMxMjM6dHdfc2VjcmV0");
    EXPECT_EQ(stand_in.asked[0].body, "Ttl=86400");
}

TEST_F(TurnCredentialsTest, TheSameQuestionIsAskedOnce) {
    ASSERT_TRUE(hugging_face());
    ASSERT_TRUE(hugging_face());
    EXPECT_EQ(stand_in.asked.size(), 1u);
    ASSERT_TRUE(hugging_face("hf_another"));
    EXPECT_EQ(stand_in.asked.size(), 2u) << "another secret is another question";
    ASSERT_TRUE(hugging_face("hf_secret", 1200s));
    EXPECT_EQ(stand_in.asked.size(), 3u) << "so is another time to live";
}

TEST_F(TurnCredentialsTest, ARefusalIsNotKept) {
    stand_in.status = 503;
    EXPECT_FALSE(hugging_face());
    stand_in.status = 200;
    EXPECT_TRUE(hugging_face());
}

TEST_F(TurnCredentialsTest, WithoutATokenItSaysThatOneIsRequired) {
    const auto relays = hugging_face("");
    ASSERT_FALSE(relays);
    EXPECT_THAT(relays.error().what, StartsWith("HF Token is required"));
    EXPECT_TRUE(stand_in.asked.empty());
    EXPECT_THAT(cloudflare("", "").error().what, StartsWith("A Cloudflare TURN key is required"));
    EXPECT_THAT(twilio("", "").error().what, StartsWith("A Twilio account is required"));
}

TEST_F(TurnCredentialsTest, TheEnvironmentFillsWhatIsNotGiven) {
    setenv("HF_TOKEN", "hf_environment", 1);
    ASSERT_TRUE(hugging_face(""));
    EXPECT_EQ(stand_in.asked[0].headers.get("authorization"), "Bearer hf_environment");
    ASSERT_TRUE(cloudflare("", ""));  // Its relays by way of Hugging Face, whom we have asked.
    EXPECT_EQ(stand_in.asked.size(), 1u);
    setenv("TURN_KEY_ID", "documented", 1);
    setenv("TURN_KEY_API_TOKEN", "cf_documented", 1);
    ASSERT_TRUE(cloudflare("", ""));
    EXPECT_THAT(stand_in.asked[1].target, HasSubstr("/keys/documented/"));
    setenv("CLOUDFLARE_TURN_KEY_ID", "inCode", 1);
    ASSERT_TRUE(cloudflare("", ""));
    EXPECT_THAT(stand_in.asked[2].target, HasSubstr("/keys/inCode/"));
    setenv("TWILIO_ACCOUNT_SID", "AC9", 1);
    setenv("TWILIO_AUTH_TOKEN", "tw_environment", 1);
    stand_in.body = twilio_answer;
    ASSERT_TRUE(twilio("", ""));
    EXPECT_THAT(stand_in.asked[3].target, HasSubstr("/Accounts/AC9/"));
}

TEST_F(TurnCredentialsTest, AProviderIsNamedByASetting) {
    const auto by = [&](std::string method) {
        return net::run_on(loop, get_turn_credentials(std::move(method), there()));
    };
    EXPECT_THAT(by("twilio").error().what, StartsWith("A Twilio account is required"));
    EXPECT_THAT(by("cloudflare").error().what, StartsWith("A Cloudflare TURN key is required"));
    EXPECT_THAT(by("Coturn").error().what, HasSubstr("say cloudflare, hf or twilio"));
    setenv("HF_TOKEN", "hf_environment", 1);
    EXPECT_TRUE(by("hf"));
    EXPECT_EQ(stand_in.asked.size(), 1u);
}

TEST_F(TurnCredentialsTest, AnExpiredTokenIsToldInWordsWithoutTheToken) {
    stand_in.status = 401;
    stand_in.body = "Token hf_secret expired\n";
    const auto relays = hugging_face();
    ASSERT_FALSE(relays);
    EXPECT_EQ(relays.error().code, std::errc::permission_denied);
    EXPECT_THAT(relays.error().what,
                AllOf(HasSubstr("https://huggingface.co/settings/tokens"),
                      HasSubstr("401: Token … expired"), Not(HasSubstr("hf_secret"))));
}

TEST_F(TurnCredentialsTest, EveryRefusalTellsWhatToDo) {
    stand_in.status = 429;
    EXPECT_THAT(cloudflare().error().what, HasSubstr("Wait a while"));
    stand_in.status = 404;
    EXPECT_THAT(cloudflare().error().what, HasSubstr("Check it, or make a new one"));
    stand_in.status = 500;
    EXPECT_THAT(twilio().error().what, HasSubstr("Try again in a minute"));
    stand_in.status = 400;
    EXPECT_THAT(twilio().error().what, HasSubstr("time to live"));
}

TEST_F(TurnCredentialsTest, ASlowProviderIsNotWaitedFor) {
    stand_in.slow = true;
    patience = 50ms;
    const auto relays = hugging_face();
    ASSERT_FALSE(relays);
    EXPECT_EQ(relays.error().code, std::errc::timed_out);
    EXPECT_THAT(relays.error().what, HasSubstr("did not answer in time"));
}

TEST_F(TurnCredentialsTest, GarbageIsNoAnswer) {
    for (const auto* garbage :
         {"", "nonsense", "[]", "{}", R"({"iceServers":7})", R"({"iceServers":[7,{}]})",
          R"({"iceServers":[{"urls":"http://x"}]})",
          R"({"iceServers":[{"urls":"stun:s.example.org"}]})"}) {
        stand_in.body = garbage;
        const auto relays = hugging_face();
        ASSERT_FALSE(relays) << garbage;
        EXPECT_EQ(relays.error().code, std::errc::protocol_error) << garbage;
    }
}

TEST_F(TurnCredentialsTest, ASecretIsNotSentInClearOrWithStrangeLetters) {
    auto elsewhere = stand_in.providers();
    elsewhere.hugging_face = "http://example.org";
    const auto clear = net::run_on(loop, get_hf_turn_credentials("hf_secret", 600s, elsewhere));
    EXPECT_THAT(clear.error().what, HasSubstr("no https://"));
    EXPECT_THAT(hugging_face("hf secret\r\nX: y").error().what, HasSubstr("strange characters"));
    EXPECT_THAT(cloudflare("../x").error().what, HasSubstr("letters and digits only"));
    EXPECT_TRUE(stand_in.asked.empty());
}

TEST_F(TurnCredentialsTest, ASpaceIsKnownByItsEnvironment) {
    setenv("SPACE_ID", "ada/critic", 1);
    EXPECT_EQ(get_space(), std::nullopt);
    setenv("SYSTEM", "spaces", 1);
    EXPECT_EQ(get_space(), "ada/critic");
}

}  // namespace
}  // namespace salon
