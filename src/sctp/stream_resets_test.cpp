#include "sctp/stream_resets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world/start.h"

namespace salon::sctp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Duration patience = 300ms;

class StreamResetsTest : public testing::Test {
protected:
    std::optional<OutgoingReset> begin(bool ready = true) {
        const auto is_ready = [ready](std::uint16_t) { return ready; };
        const auto chunk = resets.start(is_ready, first_tsn(99), start, patience);
        if (!chunk) return std::nullopt;
        return read(*chunk);
    }

    static OutgoingReset read(Bytes chunk) {
        PacketBuilder packet(1, 2, 3, 1160);
        packet.add(chunk);
        const auto bytes = packet.finish();
        const auto parsed = parse_packet(bytes);
        return std::get<OutgoingReset>(std::get<ReconfigChunk>(parsed->chunks.at(0)).parameters[0]);
    }

    auto answer(std::uint32_t request, ResetResult result) {
        return resets.answered({request, result}, start, patience);
    }

    StreamResets resets{1000, 2000};
};

TEST_F(StreamResetsTest, AsksOnceForAllThatIsReady) {
    resets.want(4);
    resets.want(6);
    EXPECT_FALSE(begin(false));
    const auto request = begin();
    ASSERT_TRUE(request);
    EXPECT_EQ(request->request, 1000u);
    EXPECT_EQ(request->last_tsn, 99u);
    EXPECT_THAT(request->streams, ElementsAre(4, 6));
    resets.want(8);
    EXPECT_FALSE(begin());  // One at a time.
    EXPECT_THAT(answer(1000, ResetResult::Performed), ElementsAre(4, 6));
    EXPECT_EQ(resets.deadline(), never);
    EXPECT_EQ(begin()->request, 1001u);
}

TEST_F(StreamResetsTest, AsksTheSameAgainAfterItsPatience) {
    resets.want(4);
    begin();
    EXPECT_EQ(resets.deadline(), start + patience);
    EXPECT_EQ(read(resets.timed_out(start + patience, patience)).request, 1000u);
    EXPECT_EQ(resets.deadline(), start + 2 * patience);
}

TEST_F(StreamResetsTest, WaitsWhileThePeerIsNotReady) {
    resets.want(4);
    begin();
    EXPECT_THAT(answer(1000, ResetResult::InProgress), IsEmpty());
    EXPECT_EQ(resets.deadline(), start + patience);
    EXPECT_THAT(answer(999, ResetResult::Performed), IsEmpty());
    EXPECT_THAT(answer(1000, ResetResult::Performed), ElementsAre(4));
}

TEST_F(StreamResetsTest, PerformsThePeersRequestOnce) {
    const OutgoingReset request{.request = 2000, .last_tsn = 50, .streams = {3}};
    const auto first = resets.requested(request, first_tsn(50));
    EXPECT_EQ(first.response.result, ResetResult::Performed);
    EXPECT_THAT(first.perform->streams, ElementsAre(3));
    const auto again = resets.requested(request, first_tsn(60));
    EXPECT_EQ(again.response.result, ResetResult::Performed);
    EXPECT_FALSE(again.perform);
}

TEST_F(StreamResetsTest, WaitsForTheDataBeforeThePeersRequest) {
    const OutgoingReset request{.request = 2000, .last_tsn = 50, .streams = {3}};
    EXPECT_EQ(resets.requested(request, first_tsn(49)).response.result, ResetResult::InProgress);
    EXPECT_EQ(resets.requested(request, first_tsn(49)).response.result, ResetResult::InProgress);
    EXPECT_FALSE(resets.resume(first_tsn(49)));
    const auto late = resets.resume(first_tsn(50));
    ASSERT_TRUE(late);
    EXPECT_EQ(late->response.response, 2000u);
    EXPECT_THAT(late->perform->streams, ElementsAre(3));
    EXPECT_FALSE(resets.resume(first_tsn(50)));
}

TEST_F(StreamResetsTest, RefusesNumbersOutOfTurn) {
    const OutgoingReset request{.request = 2001, .last_tsn = 50, .streams = {3}};
    EXPECT_EQ(resets.requested(request, first_tsn(50)).response.result, ResetResult::BadSequence);
}

TEST_F(StreamResetsTest, DeniesWhatNobodyHereNeeds) {
    EXPECT_EQ(resets.deny({2000}).result, ResetResult::Denied);
    EXPECT_EQ(resets.deny({2000}).result, ResetResult::BadSequence);
    const OutgoingReset request{.request = 2001, .last_tsn = 50, .streams = {3}};
    EXPECT_EQ(resets.requested(request, first_tsn(50)).response.result, ResetResult::Performed);
}

}  // namespace
}  // namespace salon::sctp
