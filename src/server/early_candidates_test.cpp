#include "server/early_candidates.h"

#include <gmock/gmock.h>

namespace salon::server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Moment noon{Duration(1'000'000)};

TEST(EarlyCandidatesTest, WaitForTheirOffer) {
    EarlyCandidates early;
    EXPECT_TRUE(early.keep("ada", "tab", "one", noon));
    EXPECT_TRUE(early.keep("ben", "tab", "other", noon));
    EXPECT_TRUE(early.keep("ada", "tab", "two", noon + 1s));
    EXPECT_THAT(early.take("ada", "tab", noon + 2s), ElementsAre("one", "two"));
    EXPECT_THAT(early.take("ada", "tab", noon + 2s), IsEmpty());
    EXPECT_THAT(early.take("ben", "tab", noon + 2s), ElementsAre("other"));
}

TEST(EarlyCandidatesTest, AreForNobodyElsesTab) {
    EarlyCandidates early;
    early.keep("ada", "her tab", "one", noon);
    EXPECT_THAT(early.take("ada", "another", noon), IsEmpty());
    EXPECT_THAT(early.take("ada", "her tab", noon), ElementsAre("one"));
}

TEST(EarlyCandidatesTest, WaitTenSecondsAndNotLonger) {
    EarlyCandidates early;
    early.keep("ada", "", "one", noon);
    early.keep("ben", "", "two", noon + 1us);
    const auto later = noon + EarlyCandidates::patience;
    EXPECT_THAT(early.take("ada", "", later), IsEmpty());
    EXPECT_THAT(early.take("ben", "", later), ElementsAre("two"));
}

TEST(EarlyCandidatesTest, AreRefusedWhereThereAreTooMany) {
    EarlyCandidates early;
    for (std::size_t i = 0; i < EarlyCandidates::each_max; ++i) {
        EXPECT_TRUE(early.keep("ada", "", "one", noon));
    }
    EXPECT_FALSE(early.keep("ada", "", "one", noon));
    EXPECT_THAT(early.take("ada", "", noon), SizeIs(EarlyCandidates::each_max));
}

TEST(EarlyCandidatesTest, AreRefusedWhenTooLong) {
    EarlyCandidates early;
    EXPECT_TRUE(early.keep("ada", "", std::string(EarlyCandidates::size_max, 'x'), noon));
    EXPECT_FALSE(early.keep("ada", "", std::string(EarlyCandidates::size_max + 1, 'x'), noon));
}

TEST(EarlyCandidatesTest, OfTheOldestLeaveWhenThereAreTooManyCallers) {
    EarlyCandidates early;
    for (std::size_t i = 0; i <= EarlyCandidates::callers_max; ++i) {
        early.keep(std::to_string(i), "", "one", noon);
    }
    EXPECT_THAT(early.take("0", "", noon), IsEmpty());
    EXPECT_THAT(early.take("1", "", noon), SizeIs(1));
}

}  // namespace
}  // namespace salon::server
