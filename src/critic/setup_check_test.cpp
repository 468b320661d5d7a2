#include "critic/setup_check.h"

#include <gmock/gmock.h>

namespace salon::critic {
namespace {

std::string reason_of(const std::optional<Refusal>& refusal) {
    return refusal ? std::to_string(refusal->code) + " " + refusal->reason : "welcome";
}

TEST(SetupCheckTest, AServerWithoutKeysTakesAnyButWrong) {
    EXPECT_EQ(reason_of(refuse_key("", {})), "welcome");
    EXPECT_EQ(reason_of(refuse_key("anything", {})), "welcome");
    EXPECT_EQ(reason_of(refuse_key("WRONG", {})),
              "1007 API key not valid. Please pass a valid API key.");
}

TEST(SetupCheckTest, AServerWithKeysTakesOnlyThese) {
    EXPECT_EQ(reason_of(refuse_key("right", {"other", "right"})), "welcome");
    EXPECT_EQ(reason_of(refuse_key("almost", {"right"})),
              "1007 API key not valid. Please pass a valid API key.");
    const auto missing = refuse_key("", {"right"});
    ASSERT_TRUE(missing.has_value());
    EXPECT_EQ(missing->code, 1008);
}

TEST(SetupCheckTest, KnowsTheModelsThatAreServed) {
    EXPECT_EQ(reason_of(refuse_model("models/gemini-3.8-live")), "welcome");
    EXPECT_EQ(reason_of(refuse_model("gemini-2.5-flash-native-audio-latest")), "welcome");
    EXPECT_THAT(reason_of(refuse_model("models/gemini-2.0-flash-exp")),
                testing::StartsWith("1008 models/gemini-2.0-flash-exp is not found for API "
                                    "version v1beta, or is not supported"));
}

TEST(SetupCheckTest, ProactivityIsAFieldOfTheAlphaVersionOnly) {
    live::Setup setup;
    setup.model = "models/gemini-3.8-live";
    setup.proactivity.emplace();
    EXPECT_EQ(reason_of(refuse_setup(setup, "v1alpha")), "welcome");
    EXPECT_EQ(reason_of(refuse_setup(setup, "v1beta")),
              "1007 Invalid JSON payload received. Unknown name \"proactivity\" at 'setup': "
              "Cannot find field.");
}

TEST(SetupCheckTest, FunctionsHaveNamesOfTheirOwn) {
    const auto reason_for = [](std::vector<std::string> names) {
        live::Tool tool;
        for (auto& name : names) tool.function_declarations.emplace_back().name = std::move(name);
        return reason_of(refuse_tools({tool}));
    };
    EXPECT_EQ(reason_for({"set_light", "note2"}), "welcome");
    EXPECT_EQ(reason_for({"note", "note"}), "1007 Duplicate function declaration found: note");
    for (const auto* name : {"", "2note", "set light", "\xc3\xa9"}) {
        EXPECT_THAT(reason_for({name}), testing::StartsWith("1007 Invalid function name.")) << name;
    }
    EXPECT_EQ(reason_for({std::string(64, 'a')}), "welcome");
    EXPECT_THAT(reason_for({std::string(65, 'a')}), testing::StartsWith("1007"));
}

TEST(SetupCheckTest, AskingForHandlesIsFine) {
    live::Setup setup;
    setup.model = "models/gemini-3.8-live";
    setup.session_resumption.emplace();
    EXPECT_EQ(reason_of(refuse_setup(setup, "v1beta")), "welcome");
}

TEST(FaultListTest, EachHasItsNameAndAModelThatAsksForIt) {
    for (const auto& fault : all_faults()) {
        EXPECT_EQ(fault_of_model("models/fault-" + std::string(fault.name)), &fault);
        EXPECT_EQ(reason_of(refuse_model("fault-" + std::string(fault.name))), "welcome");
    }
    EXPECT_EQ(fault_of_model("models/fault-unheard-of"), nullptr);
    EXPECT_EQ(fault_of_model("models/gemini-3.8-live"), nullptr);
}

}  // namespace
}  // namespace salon::critic
