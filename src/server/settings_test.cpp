#include "server/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace salon {
namespace {

using server::Variables;

Settings read(std::vector<const char*> flags, const Variables& environment = {},
              const Variables& dotenv = {}) {
    flags.insert(flags.begin(), "art_critic");
    return *read_settings(static_cast<int>(flags.size()), flags.data(), environment, dotenv);
}

std::string complaint(std::vector<const char*> flags, const Variables& environment = {}) {
    try {
        read(std::move(flags), environment);
    } catch (const SettingsError& error) {
        return error.what();
    }
    return "none";
}

TEST(Settings, StayAtHomeUnlessTold) {
    const auto settings = read({});
    EXPECT_EQ(settings.host, "127.0.0.1");
    EXPECT_EQ(settings.port, 7860);
    EXPECT_EQ(settings.udp_port, 7860);
    EXPECT_EQ(settings.mode, Mode::Ui);
    EXPECT_FALSE(settings.time_limit);
}

TEST(Settings, WeighFlagOverEnvironmentOverFile) {
    const Variables file{{"SALON_PORT", "1"}, {"HF_TOKEN", "f"}};
    const Variables environment{{"SALON_PORT", "2"}, {"HF_TOKEN", "e"}};
    EXPECT_EQ(read({}, {}, file).port, 1);
    EXPECT_EQ(read({}, environment, file).port, 2);
    EXPECT_EQ(read({"--port", "3"}, environment, file).port, 3);
    EXPECT_EQ(read({}, {}, file).hf_token, "f");
    EXPECT_EQ(read({}, environment, file).hf_token, "e");
}

TEST(Settings, TellZeroSecondsFromNoneNamed) {
    EXPECT_EQ(read({"--time-limit=90"}).time_limit, 90);
    EXPECT_EQ(read({"--time-limit=0"}, {{"SALON_TIME_LIMIT", "90"}}).time_limit, 0);
}

TEST(Settings, KnowTheModes) {
    EXPECT_EQ(read({}, {{"MODE", "PHONE"}}).mode, Mode::Phone);
    EXPECT_EQ(read({}, {{"MODE", "UI"}}).mode, Mode::Ui);
    EXPECT_EQ(read({}, {{"MODE", "production"}}).mode, Mode::Ui) << "another program's";
    EXPECT_THAT(complaint({"--mode", "production"}), testing::HasSubstr("--mode"));
}

TEST(Settings, KnowTheProvidersOfRelays) {
    EXPECT_EQ(read({}).turn, TurnProvider::None);
    EXPECT_EQ(read({"--turn", "huggingface"}).turn, TurnProvider::HuggingFace);
    EXPECT_EQ(read({}, {{"SALON_TURN", "Twilio"}}).turn, TurnProvider::Twilio);
    EXPECT_THAT(complaint({"--turn", "the-moon"}), testing::HasSubstr("--turn"));
}

TEST(Settings, SayHowCallersReachUs) {
    EXPECT_TRUE(read({}).ipv6);
    EXPECT_TRUE(read({}).tcp);
    EXPECT_FALSE(read({"--no-ipv6"}).ipv6);
    EXPECT_FALSE(read({"--no-tcp"}).tcp);
    EXPECT_FALSE(read({}, {{"SALON_NO_IPV6", "1"}}).ipv6);
    EXPECT_TRUE(read({}, {{"SALON_NO_TCP", "false"}}).tcp);
    EXPECT_THAT(complaint({}, {{"SALON_NO_TCP", "perhaps"}}), testing::HasSubstr("--no-tcp"));
    EXPECT_THAT(read({"--ice-interface", "eth0", "--ice-interface", "wlan0"}).ice_interfaces,
                testing::ElementsAre("eth0", "wlan0"));
    EXPECT_THAT(read({}, {{"SALON_ICE_INTERFACE", "eth0,wlan0"}}).ice_interfaces,
                testing::ElementsAre("eth0", "wlan0"));
}

class OwnSettingsTest : public testing::Test {
protected:
    void read(std::vector<const char*> flags, const Variables& environment = {},
              const Variables& dotenv = {}) {
        flags.insert(flags.begin(), "choir");
        const auto count = static_cast<int>(flags.size());
        EXPECT_TRUE(read_settings(count, flags.data(), environment, dotenv, own));
    }

    std::string voice = "tenor";
    std::optional<int> singers;
    std::string password;
    OwnSettings own{{"--voice", "CHOIR_VOICE", "Who sings", &voice, {"tenor", "bass"}},
                    {"--singers", "CHOIR_SINGERS", "How many", &singers},
                    {"", "CHOIR_PASSWORD", "Of the sacristy", &password}};
};

TEST_F(OwnSettingsTest, AreReadAsOursAre) {
    read({});
    EXPECT_EQ(voice, "tenor");
    EXPECT_FALSE(singers);
    const Variables file{{"CHOIR_VOICE", "bass"}, {"CHOIR_PASSWORD", "f"}, {"CHOIR_SINGERS", "1"}};
    read({"--singers=3"}, {{"CHOIR_SINGERS", "2"}, {"CHOIR_PASSWORD", "e"}}, file);
    EXPECT_EQ(voice, "bass");
    EXPECT_EQ(singers, 3);
    EXPECT_EQ(password, "e");
}

TEST_F(OwnSettingsTest, AreRefusedInOneLineToo) {
    EXPECT_THROW(read({"--voice=soprano"}), SettingsError);
    EXPECT_THROW(read({}, {{"CHOIR_SINGERS", "-1"}}), SettingsError);
    EXPECT_THROW(read({"--password=x"}), SettingsError) << "a secret is no flag";
}

TEST_F(OwnSettingsTest, AreToldByHelp) {
    testing::internal::CaptureStdout();
    const char* flags[] = {"choir", "--help"};
    EXPECT_FALSE(read_settings(2, flags, {}, {}, own));
    const auto help = testing::internal::GetCapturedStdout();
    for (const auto* word : {"--voice", "tenor", "CHOIR_SINGERS", "CHOIR_PASSWORD", "HF_TOKEN"}) {
        EXPECT_THAT(help, testing::HasSubstr(word));
    }
    EXPECT_THAT(help, testing::Not(testing::HasSubstr("GEMINI")));
}

TEST(Settings, SayInOneLineWhatIsWrong) {
    EXPECT_THAT(complaint({"--port", "seventy"}), testing::HasSubstr("--port"));
    EXPECT_THAT(complaint({"--colour", "red"}), testing::HasSubstr("--colour"));
    EXPECT_THAT(complaint({}, {{"SALON_LOOPS", "-1"}}), testing::HasSubstr("--loops"));
    EXPECT_THAT(complaint({"--public-address", "example.org"}),
                testing::HasSubstr("no IP address"));
    EXPECT_THAT(complaint({"--host", "everywhere"}), testing::HasSubstr("--host"));
    EXPECT_EQ(complaint({"--port", "x"}).find('\n'), std::string::npos);
}

}  // namespace
}  // namespace salon
