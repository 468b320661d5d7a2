#include "flow/transport_feedback_recorder.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rtp/rtcp.h"
#include "world/start.h"
#include "world/world.h"

namespace salon::flow {
namespace {

using rtp::TransportFeedback;
using testing::ElementsAre;
using testing::Eq;

class TransportFeedbackRecorderTest : public testing::Test {
protected:
    void arrive(std::initializer_list<std::uint16_t> numbers, Moment now = start) {
        for (const auto number : numbers) recorder.arrived(number, rtp::Ssrc(2), now);
    }
    TransportFeedback due(Moment now) { return recorder.take_due(now).value(); }

    TransportFeedbackRecorder recorder{rtp::Ssrc(1), {}};
};

TEST_F(TransportFeedbackRecorderTest, SaysNothingWhileNothingArrives) {
    EXPECT_EQ(recorder.deadline(), never);
    EXPECT_FALSE(recorder.take_due(start));
}

TEST_F(TransportFeedbackRecorderTest, ReportsFiftyMillisecondsAfterTheFirstArrival) {
    arrive({7});
    arrive({8}, start + 10ms);
    EXPECT_EQ(recorder.deadline(), start + 50ms);
    EXPECT_FALSE(recorder.take_due(start + 49ms));
    const auto feedback = due(start + 50ms);
    EXPECT_EQ(feedback.sender, rtp::Ssrc(1));
    EXPECT_EQ(feedback.media, rtp::Ssrc(2));
    EXPECT_EQ(feedback.first, 7);
    EXPECT_THAT(feedback.packets, ElementsAre(Eq(0), Eq(40)));
    EXPECT_FALSE(recorder.take_due(start + 50ms));
    EXPECT_EQ(recorder.deadline(), never);
}

TEST_F(TransportFeedbackRecorderTest, TellsWhatIsMissingAlsoBetweenMessages) {
    arrive({7, 9});
    EXPECT_THAT(due(start + 50ms).packets, ElementsAre(Eq(0), Eq(std::nullopt), Eq(0)));
    arrive({11}, start + 60ms);
    const auto feedback = due(start + 110ms);
    EXPECT_EQ(feedback.first, 10);
    EXPECT_EQ(feedback.number, 1);
    EXPECT_THAT(feedback.packets, ElementsAre(Eq(std::nullopt), Eq(240)));
}

TEST_F(TransportFeedbackRecorderTest, TellsALatePacketTogetherWithItsNeighbours) {
    arrive({7, 9});
    due(start + 50ms);
    arrive({8}, start + 60ms);
    const auto feedback = due(start + 110ms);
    EXPECT_EQ(feedback.first, 8);
    EXPECT_THAT(feedback.packets, ElementsAre(Eq(240), Eq(0)));
}

TEST_F(TransportFeedbackRecorderTest, ReportsAPacketOnce) {
    arrive({7});
    due(start + 50ms);
    arrive({7}, start + 60ms);
    EXPECT_EQ(recorder.deadline(), never);
}

TEST_F(TransportFeedbackRecorderTest, GoesOnAcrossTheWrap) {
    arrive({65'535, 0});
    const auto feedback = due(start + 50ms);
    EXPECT_EQ(feedback.first, 65'535);
    EXPECT_EQ(feedback.packets.size(), 2U);
}

TEST_F(TransportFeedbackRecorderTest, BeginsAnewBehindAStall) {
    arrive({0, 1001});
    EXPECT_EQ(due(start + 50ms).first, 1001) << "the gap was wider than 1000";
    arrive({12'000}, start + 60ms);
    EXPECT_EQ(due(start + 110ms).first, 12'000);
    arrive({13'000}, start + 120ms);
    EXPECT_EQ(due(start + 170ms).packets.size(), 1000U);
}

TEST_F(TransportFeedbackRecorderTest, MakesSeveralMessagesOfABurst) {
    for (std::uint16_t i = 0; i < 900; ++i) arrive({i});
    EXPECT_EQ(due(start + 50ms).packets.size(), 400U);
    EXPECT_EQ(due(start + 50ms).packets.size(), 400U);
    EXPECT_EQ(due(start + 50ms).packets.size(), 100U);
    EXPECT_FALSE(recorder.take_due(start + 50ms));
}

TEST_F(TransportFeedbackRecorderTest, TellsEveryArrivalForAnyLossAndOrderInDatagramsThatFit) {
    for (const auto seed : testing_world::seeds(100)) {
        SCOPED_TRACE(seed);
        Random random(seed);
        TransportFeedbackRecorder other(rtp::Ssrc(1), {});
        const auto loss = random.unit();
        std::map<std::uint16_t, Moment> arrived, told;
        auto now = start;
        auto number = random.u16();
        const auto collect = [&] {
            while (const auto feedback = other.take_due(now)) {
                const std::vector<rtp::Rtcp> parts{*feedback};
                const auto bytes = write_rtcp(parts);
                ASSERT_LE(bytes.size(), 1150U);
                ASSERT_EQ(rtp::parse_rtcp(bytes), parts);
                const Moment reference(TransportFeedback::reference_unit * feedback->reference);
                for (std::size_t i = 0; i < feedback->packets.size(); ++i) {
                    const auto of = static_cast<std::uint16_t>(feedback->first + i);
                    if (!feedback->packets[i]) continue;
                    told[of] = reference + TransportFeedback::tick * *feedback->packets[i];
                }
            }
        };
        for (int i = 0; i < 3000; ++i) {
            now += Duration(static_cast<std::int64_t>(random.below(2000)));
            const auto sent = static_cast<std::uint16_t>(++number - random.below(20));
            if (!random.chance(loss) && !arrived.contains(sent)) {
                arrived[sent] = now;
                other.arrived(sent, rtp::Ssrc(2), now);
            }
            collect();
        }
        now += 1s;
        collect();
        ASSERT_EQ(told.size(), arrived.size());
        for (const auto& [of, moment] : arrived) {
            ASSERT_LE(std::chrono::abs(told[of] - moment), TransportFeedback::tick);
        }
    }
}

}  // namespace
}  // namespace salon::flow
