// What the art critic tells its model before the first word: who it is, how it speaks, and what of
// it an operator may replace.
#include <gmock/gmock.h>

#include "critics.h"
#include "edge/house.h"
#include "edge/scripted_model.h"

namespace salon::testing_real {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// As the environment and the flags tell it.
GeminiSettings told(const server::Variables& environment, std::vector<const char*> flags = {}) {
    flags.insert(flags.begin(), "art_critic");
    GeminiSettings gemini;
    const auto read =
        read_settings(static_cast<int>(flags.size()), flags.data(), environment, {}, gemini.all());
    EXPECT_TRUE(read);
    return gemini;
}

class TheCriticIsInstructed : public testing::Test {
protected:
    /// The setup that a caller's model hears under these settings.
    live::Setup setup_under(GeminiSettings gemini) {
        gemini.live_endpoint = model.endpoint();
        gemini.api_key = "AIza-of-a-test";
        const Critics critics({}, gemini);
        const Image artwork({.label = "Artwork"});
        const Textbox key({.label = "Gemini API Key"});
        House house(Stream(
            {.handler = critics.look_at({artwork, key}), .additional_inputs = {artwork, key}}));
        Caller ada(house.callers(), house.port(), "ada");
        EXPECT_TRUE(ada.connect());
        EXPECT_TRUE(model.until([](const auto& arrivals) { return !arrivals.empty(); }));
        ada.post_close();
        EXPECT_TRUE(house.only_left(0));
        const auto arrivals = model.arrivals();
        const auto* setup = std::get_if<live::Setup>(&arrivals.at(0).message);
        EXPECT_TRUE(setup);
        return setup ? *setup : live::Setup{};
    }
    static std::string instruction_in(const live::Setup& setup) {
        std::string text;
        if (!setup.system_instruction) return text;
        for (const auto& part : setup.system_instruction->parts) text += part.text;
        return text;
    }
    static std::string voice_in(const live::Setup& setup) {
        return setup.generation_config.value()
            .speech_config.value()
            .voice_config.value()
            .prebuilt_voice_config.value()
            .voice_name;
    }

    ScriptedModel model;
};

TEST_F(TheCriticIsInstructed, ToBeAFriendlyCriticWhoSpeaks) {
    const auto setup = setup_under({});
    EXPECT_THAT(instruction_in(setup),
                AllOf(HasSubstr("art critic"), HasSubstr("artwork that is passed in as an image"),
                      HasSubstr("funny and light-hearted"), HasSubstr("concise and to the point"),
                      HasSubstr("friendly and engaging"), HasSubstr("helpful and informative")));
    EXPECT_THAT(setup.generation_config.value().response_modalities, ElementsAre("AUDIO"));
    EXPECT_EQ(voice_in(setup), "Puck");
    EXPECT_EQ(setup.model, "models/gemini-3.8-live");
    EXPECT_THAT(model.path(), HasSubstr(".v1beta."));
}

TEST_F(TheCriticIsInstructed, AsTheOperatorSays) {
    const auto setup = setup_under(told({{"GEMINI_MODEL", "gemini-2.5-flash-live"},
                                         {"GEMINI_VOICE", "Charon"},
                                         {"GEMINI_INSTRUCTION", "Say nothing but good."},
                                         {"GEMINI_API_VERSION", "v1alpha"}}));
    EXPECT_EQ(instruction_in(setup), "Say nothing but good.");
    EXPECT_EQ(voice_in(setup), "Charon");
    EXPECT_EQ(setup.model, "models/gemini-2.5-flash-live");
    EXPECT_THAT(model.path(), HasSubstr(".v1alpha."));
}

TEST(GeminiSettings, TellTheModelHowToThinkAndLook) {
    const auto untold = told({});
    EXPECT_EQ(untold.thinking_level, "");
    EXPECT_FALSE(untold.thinking_budget);
    const auto gemini = told({{"GEMINI_THINKING_LEVEL", "HIGH"}, {"GEMINI_API_KEY", "e"}},
                             {"--thinking-budget=0", "--media-resolution", "LOW"});
    EXPECT_EQ(gemini.thinking_level, "HIGH");
    EXPECT_EQ(gemini.thinking_budget, 0);
    EXPECT_EQ(gemini.media_resolution, "LOW");
    EXPECT_EQ(gemini.api_key, "e");
    EXPECT_THROW(told({{"GEMINI_THINKING_LEVEL", "ENORMOUS"}}), SettingsError);
    EXPECT_THROW(told({}, {"--api-key=e"}), SettingsError) << "others see a program's flags";
}

}  // namespace
}  // namespace salon::testing_real
