#include "flow/nack_ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::flow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class NackLedgerTest : public testing::Test {
protected:
    bool arrive(std::initializer_list<std::int64_t> numbers) {
        bool repairable = true;
        for (const auto number : numbers) repairable &= ledger.arrived(Sequence(number), now);
        return repairable;
    }

    Moment now = start;
    NackLedger ledger{
        {.patience = 20ms, .retry_every = 60ms, .asks_max = 2, .missing_max = 4, .due_max = 3}};
};

TEST_F(NackLedgerTest, AsksForNothingWhileAllArrive) {
    EXPECT_TRUE(arrive({10, 11, 12}));
    EXPECT_EQ(ledger.deadline(), never);
}

TEST_F(NackLedgerTest, GivesReorderedPacketsTimeToArrive) {
    arrive({10, 12});
    EXPECT_EQ(ledger.deadline(), start + 20ms);
    EXPECT_THAT(ledger.take_due(start + 19ms), IsEmpty());
    arrive({11});
    EXPECT_THAT(ledger.take_due(start + 20ms), IsEmpty());
}

TEST_F(NackLedgerTest, AsksAgainThenGivesUp) {
    arrive({10, 13});
    EXPECT_THAT(ledger.take_due(start + 20ms), ElementsAre(Sequence(11), Sequence(12)));
    EXPECT_THAT(ledger.take_due(start + 79ms), IsEmpty());
    EXPECT_THAT(ledger.take_due(start + 80ms), ElementsAre(Sequence(11), Sequence(12)));
    EXPECT_EQ(ledger.deadline(), never);
}

TEST_F(NackLedgerTest, ForgetsAGapTooWideToRepair) {
    EXPECT_TRUE(arrive({10, 15}));
    EXPECT_FALSE(arrive({17}));
    EXPECT_EQ(ledger.deadline(), never);
    EXPECT_TRUE(arrive({18}));
}

TEST_F(NackLedgerTest, AsksForABurstInSeveralGoes) {
    arrive({10, 15});
    EXPECT_THAT(ledger.take_due(start + 20ms), SizeIs(3));
    EXPECT_EQ(ledger.deadline(), start + 20ms);
    EXPECT_THAT(ledger.take_due(start + 20ms), ElementsAre(Sequence(14)));
}

TEST_F(NackLedgerTest, ForgetsWhatNobodyNeeds) {
    arrive({10, 13});
    ledger.forget_before(Sequence(12));
    EXPECT_THAT(ledger.take_due(start + 20ms), ElementsAre(Sequence(12)));
    ledger.forget_before(Sequence(20));
    arrive({21});
    EXPECT_THAT(ledger.take_due(start + 40ms), ElementsAre(Sequence(20)));
}

TEST_F(NackLedgerTest, TakesTheRoundTripItIsTold) {
    ledger.set_retry_every(10ms);
    arrive({10, 12});
    EXPECT_THAT(ledger.take_due(start + 20ms), SizeIs(1));
    EXPECT_EQ(ledger.deadline(), start + 30ms);
}

}  // namespace
}  // namespace salon::flow
