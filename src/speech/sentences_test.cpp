#include "speech/sentences.h"

#include <gmock/gmock.h>

namespace salon::speech {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Sentences, AreGivenAsSoonAsTheyAreWhole) {
    Sentences sentences;
    EXPECT_THAT(sentences.push("It is fi"), IsEmpty());
    EXPECT_THAT(sentences.push("ve o'clock."), IsEmpty()) << "it might be 5.30";
    EXPECT_THAT(sentences.push(" Time"), ElementsAre("It is five o'clock."));
    EXPECT_THAT(sentences.push(" for tea! Or not? I do"), ElementsAre("Time for tea!", "Or not?"));
    EXPECT_EQ(sentences.finish(), "I do");
    EXPECT_EQ(sentences.finish(), "");
}

TEST(Sentences, AreTheSameHoweverTheTextComes) {
    const std::string_view text = "One. Two!\nThree: four? Dr. Five has 6.7 left...  Eight";
    auto whole = Sentences().push(text);
    Sentences letters;
    std::vector<std::string> by_letters;
    for (const char letter : text) {
        for (auto& one : letters.push({&letter, 1})) by_letters.push_back(std::move(one));
    }
    EXPECT_EQ(by_letters, whole);
    EXPECT_THAT(whole, ElementsAre("One.", "Two!", "Three:", "four?", "Dr. Five has 6.7 left..."));
    EXPECT_EQ(letters.finish(), "Eight");
}

TEST(Sentences, EndWithALine) {
    EXPECT_THAT(Sentences().push("- milk\n- eggs\n\n"), ElementsAre("- milk", "- eggs"));
}

TEST(Sentences, MayBeChinese) {
    Sentences sentences;
    EXPECT_THAT(sentences.push("你好。你叫什么名字？我"), ElementsAre("你好。", "你叫什么名字？"));
    EXPECT_EQ(sentences.finish(), "我");
}

TEST(Sentences, AreCutBetweenWordsWhenTheyDoNotEnd) {
    std::string endless;
    while (endless.size() <= Sentences::length_max) endless += "word and ";
    Sentences sentences;
    const auto cut = sentences.push(endless);
    ASSERT_THAT(cut, SizeIs(1));
    EXPECT_LE(cut[0].size(), Sentences::length_max);
    EXPECT_TRUE(cut[0].ends_with("word") || cut[0].ends_with("and")) << cut[0];
}

TEST(Sentences, AreCutBetweenLettersWhenThereAreNoWords) {
    std::string endless;
    while (endless.size() <= 2 * Sentences::length_max) endless += "字";  // Three bytes each.
    Sentences sentences;
    const auto cut = sentences.push(endless);
    ASSERT_THAT(cut, SizeIs(2));
    EXPECT_EQ(cut[0].size() % 3, 0U);
    EXPECT_EQ(cut[0] + cut[1] + sentences.finish(), endless);
}

}  // namespace
}  // namespace salon::speech
