#include "server/dotenv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace salon::server {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Dotenv, ReadsNamesAndValues) {
    const auto read =
        parse_dotenv("# keys\nGEMINI_API_KEY=abc\n\nexport MODE = 'UI' \nVOICE=\"A # b\"\r\n");
    ASSERT_TRUE(read);
    EXPECT_THAT(*read, ElementsAre(Pair("GEMINI_API_KEY", "abc"), Pair("MODE", "UI"),
                                   Pair("VOICE", "A # b")));
}

TEST(Dotenv, KnowsCommentsBehindValues) {
    EXPECT_EQ(parse_dotenv("PORT=7860 # the page")->at("PORT"), "7860");
    EXPECT_EQ(parse_dotenv("COLOUR=#fff")->at("COLOUR"), "#fff");
}

TEST(Dotenv, SaysWhereItIsWrongButNotWhatIsThere) {
    EXPECT_EQ(parse_dotenv("A=1\nsecret\n").error(), "line 2 is not NAME=value");
    EXPECT_EQ(parse_dotenv("A='secret").error(), "line 1 has a quote that is not closed");
    EXPECT_EQ(parse_dotenv("1A=x").error(), "line 1 is not NAME=value");
}

TEST(Dotenv, TakesTheLastOfTwo) { EXPECT_EQ(parse_dotenv("A=1\nA=2")->at("A"), "2"); }

}  // namespace
}  // namespace salon::server
