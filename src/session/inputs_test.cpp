#include "session/inputs.h"

#include <gtest/gtest.h>

namespace salon {
namespace {

TEST(Inputs, GiveTheLatestValueOfEachKind) {
    Inputs inputs;
    inputs.set("Gemini API Key", std::string("one"));
    inputs.set("Gemini API Key", std::string("two"));
    inputs.set("Artwork", std::make_shared<const Picture>(Picture{.width = 2, .height = 1}));
    EXPECT_EQ(inputs.text("Gemini API Key"), "two");
    EXPECT_EQ(inputs.picture("Artwork")->width, 2);
    EXPECT_EQ(inputs.version(), 3u);
}

TEST(Inputs, AreEmptyBeforeTheirFirstValue) {
    Inputs inputs;
    inputs.set("HF Token", {});
    EXPECT_EQ(inputs.text("HF Token"), "");
    EXPECT_EQ(inputs.picture("HF Token"), nullptr);
}

TEST(Inputs, NameTheInputThatThePageLacks) {
    const Inputs inputs;
    try {
        inputs.text("Colour");
        FAIL() << "an unknown label must not pass for an empty value";
    } catch (const std::out_of_range& error) {
        EXPECT_STREQ(error.what(), "the page has no input named \"Colour\"");
    }
}

}  // namespace
}  // namespace salon
