#include "speech/stop_words.h"

#include <gtest/gtest.h>

namespace salon::speech {
namespace {

const StopWords words({"computer", " Hey  Salon "});

TEST(StopWords, AreSaidInAnyCaseAndBeforeAnyMark) {
    EXPECT_TRUE(words.said_in("computer"));
    EXPECT_TRUE(words.said_in("Well, COMPUTER!"));
    EXPECT_TRUE(words.said_in("Computer. What is the time?"));
    EXPECT_TRUE(words.said_in("the computer's"));
}

TEST(StopWords, AreWholeWords) {
    EXPECT_FALSE(words.said_in("computers"));
    EXPECT_FALSE(words.said_in("minicomputer"));
    EXPECT_FALSE(words.said_in("computer\xC3\xA9"));
    EXPECT_TRUE(words.said_in("computers, a computer")) << "the second one counts";
}

TEST(StopWords, MayBeSeveralWithAnyWhiteSpaceBetweenThem) {
    EXPECT_TRUE(words.said_in("oh hey salon?"));
    EXPECT_TRUE(words.said_in("Hey \t\n Salon"));
    EXPECT_FALSE(words.said_in("hey, salon")) << "a comma is no white space";
    EXPECT_FALSE(words.said_in("heysalon"));
    EXPECT_FALSE(words.said_in("hey"));
}

TEST(StopWords, AreNotSaidInSilence) {
    EXPECT_FALSE(words.said_in(""));
    EXPECT_FALSE(StopWords({}).said_in("computer"));
    EXPECT_FALSE(StopWords({"", "  "}).said_in("computer"));
}

}  // namespace
}  // namespace salon::speech
