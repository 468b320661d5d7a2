#include "session/inputs.h"

#include <gtest/gtest.h>

namespace salon {
namespace {

constexpr int key_id = 4;
constexpr int artwork_id = 3;

/// What a page's handle looks like from here.
struct Dial {
    using Value = double;
    int number = 0;
    int id() const { return number; }
    static double read(const InputValue& value) { return std::get<double>(value); }
};

TEST(Inputs, GiveTheLatestValueOfEachKind) {
    Inputs inputs;
    inputs.set(key_id, "Gemini API Key", std::string("one"));
    EXPECT_TRUE(inputs.set(key_id, std::string("two")));
    inputs.set(artwork_id, "Artwork",
               std::make_shared<const Picture>(Picture{.width = 2, .height = 1}));
    EXPECT_EQ(inputs.text("Gemini API Key"), "two");
    EXPECT_EQ(inputs.picture("Artwork")->width, 2);
    EXPECT_EQ(inputs.version(), 3u);
}

TEST(Inputs, AreReadByTheHandleOfTheirComponent) {
    Inputs inputs;
    inputs.set(7, "Threshold", 0.3);
    EXPECT_EQ(inputs[Dial{7}], 0.3);
    EXPECT_THROW(inputs[Dial{8}], std::out_of_range);
}

TEST(Inputs, AreEmptyBeforeTheirFirstValue) {
    Inputs inputs;
    inputs.set(key_id, "HF Token", {});
    EXPECT_EQ(inputs.text("HF Token"), "");
    EXPECT_EQ(inputs.picture("HF Token"), nullptr);
}

TEST(Inputs, TakeNoValueForWhatTheCallDoesNotHear) {
    Inputs inputs;
    EXPECT_FALSE(inputs.set(9, std::string("from elsewhere")));
    EXPECT_EQ(inputs.version(), 0u);
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
