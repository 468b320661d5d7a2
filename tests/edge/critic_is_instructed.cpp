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

class TheCriticIsInstructed : public testing::Test {
protected:
    /// The setup that a caller's model hears under these settings.
    live::Setup setup_under(Settings settings) {
        settings.live_endpoint = model.endpoint();
        settings.gemini_api_key = "AIza-of-a-test";
        const Critics critics(settings);
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
    Settings settings;
    settings.model = "gemini-2.5-flash-live";
    settings.voice = "Charon";
    settings.instruction = "Say nothing but good.";
    settings.api_version = "v1alpha";
    const auto setup = setup_under(settings);
    EXPECT_EQ(instruction_in(setup), "Say nothing but good.");
    EXPECT_EQ(voice_in(setup), "Charon");
    EXPECT_EQ(setup.model, "models/gemini-2.5-flash-live");
    EXPECT_THAT(model.path(), HasSubstr(".v1alpha."));
}

}  // namespace
}  // namespace salon::testing_real
