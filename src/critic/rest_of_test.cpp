#include "critic/rest_of.h"

#include <gmock/gmock.h>

namespace salon::critic {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<std::string> answer{"It is red.", "Red is loud."};

TEST(RestOfTest, GoesOnAfterTheLastWordThatWasSaid) {
    EXPECT_THAT(rest_of(answer, " It is"), ElementsAre("red.", "Red is loud."));
    EXPECT_THAT(rest_of(answer, " It is red."), ElementsAre("Red is loud."));
    EXPECT_THAT(rest_of(answer, " It is red. Red"), ElementsAre("is loud."));
    EXPECT_THAT(rest_of(answer, " It is red. Red is loud."), IsEmpty());
}

TEST(RestOfTest, AnAnswerThatBeginsOtherwiseIsGivenInFull) {
    EXPECT_THAT(rest_of(answer, ""), ElementsAre("It is red.", "Red is loud."));
    EXPECT_THAT(rest_of(answer, " It is blue."), ElementsAre("It is red.", "Red is loud."));
    EXPECT_THAT(rest_of(answer, " It is re"), ElementsAre("It is red.", "Red is loud."));
    EXPECT_THAT(rest_of(answer, " It is red. Red is loud. And"),
                ElementsAre("It is red.", "Red is loud."));
}

}  // namespace
}  // namespace salon::critic
