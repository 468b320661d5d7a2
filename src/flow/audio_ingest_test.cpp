#include "flow/audio_ingest.h"

#include <algorithm>
#include <set>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world/link.h"
#include "world/start.h"
#include "world/world.h"

namespace salon::flow {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = AudioStep::Kind;

constexpr std::uint8_t toc_20ms = 0x78;  // Hybrid, 20 ms, mono, one frame.

// Packet `number` of a stream of 20 ms each, telling its number.
ByteBuffer packet(std::int64_t number) {
    return {toc_20ms, static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
}
std::int64_t number_of(const AudioStep& step) { return step.payload[1] << 8 | step.payload[2]; }

MATCHER_P(IsPacket, number, "") {
    return arg.kind == Kind::Packet && number_of(arg) == number && arg.time.ticks == number * 960;
}
MATCHER_P(IsFecOf, next, "") {
    return arg.kind == Kind::FromNext && number_of(arg) == next &&
           arg.time.ticks == (next - 1) * 960;
}
MATCHER_P(Conceals, number, "") {
    return arg.kind == Kind::Conceal && arg.payload.empty() && arg.time.ticks == number * 960 &&
           arg.length == 20ms;
}

class AudioIngestTest : public testing::Test {
protected:
    void arrive(std::initializer_list<std::int64_t> numbers) {
        for (const auto number : numbers) {
            ingest.receive(rtp::Sequence(number), number * 960, packet(number), now);
        }
    }
    std::vector<AudioStep> steps() {
        std::vector<AudioStep> all;
        while (auto step = ingest.poll()) all.push_back(std::move(*step));
        return all;
    }
    std::vector<AudioStep> steps_at(Moment moment) {
        now = moment;
        ingest.advance(now);
        return steps();
    }

    Moment now = start;
    AudioIngest ingest{
        {.patience_min = 20ms, .patience_max = 60ms, .conceal_max = 120ms, .held_max = 8}};
};

TEST_F(AudioIngestTest, GivesWhatIsInOrderAtOnce) {
    arrive({1});
    EXPECT_THAT(steps(), ElementsAre(IsPacket(1)));
    arrive({2, 3});
    EXPECT_THAT(steps(), ElementsAre(IsPacket(2), IsPacket(3)));
    EXPECT_EQ(ingest.deadline(), never);
}

TEST_F(AudioIngestTest, HoldsWhatIsBehindAGapForItsPatience) {
    arrive({1, 3});
    EXPECT_THAT(steps(), ElementsAre(IsPacket(1)));
    EXPECT_EQ(ingest.deadline(), start + 20ms);
    EXPECT_THAT(steps_at(start + 19'999us), IsEmpty());
    EXPECT_THAT(steps_at(start + 20ms), ElementsAre(IsFecOf(3), IsPacket(3)));
    EXPECT_EQ(ingest.deadline(), never);
}

TEST_F(AudioIngestTest, PutsReorderedPacketsInOrder) {
    arrive({1, 3, 2});
    EXPECT_THAT(steps(), ElementsAre(IsPacket(1), IsPacket(2), IsPacket(3)));
    EXPECT_EQ(ingest.stats().recovered, 0U);
}

TEST_F(AudioIngestTest, ConcealsAllButTheLastOfSeveralLosses) {
    arrive({1, 5});
    steps();
    EXPECT_THAT(steps_at(start + 20ms),
                ElementsAre(Conceals(2), Conceals(3), IsFecOf(5), IsPacket(5)));
}

TEST_F(AudioIngestTest, DropsLatePacketsAndDuplicatesAndTellsThemApart) {
    arrive({1, 3});
    steps_at(start + 20ms);
    arrive({2});
    EXPECT_EQ(ingest.stats().late, 1U);
    arrive({3, 1});
    EXPECT_EQ(ingest.stats().duplicates, 2U);
    arrive({5, 5});
    EXPECT_EQ(ingest.stats().duplicates, 3U);
    EXPECT_THAT(steps(), IsEmpty());
}

TEST_F(AudioIngestTest, WaitsAnewAtEachGap) {
    arrive({1, 3});
    now = start + 10ms;
    arrive({5});
    steps();
    EXPECT_THAT(steps_at(start + 20ms), ElementsAre(IsFecOf(3), IsPacket(3)));
    EXPECT_EQ(ingest.deadline(), start + 30ms);
    EXPECT_THAT(steps_at(start + 30ms), ElementsAre(IsFecOf(5), IsPacket(5)));
}

TEST_F(AudioIngestTest, WaitsLongerWhereTheNetworkWaversButNeverBeyondItsMaximum) {
    for (int i = 0; i < 100; ++i) {
        now = start + i * 20ms + (i % 2) * 10ms;
        arrive({i});
    }
    now = start + 2020ms;
    arrive({101});
    EXPECT_NEAR(milliseconds(ingest.deadline() - now), 30, 5);
    for (int i = 102; i < 400; ++i) {
        now = start + i * 20ms + (i % 2) * 200ms;
        ingest.advance(now);
        arrive({i});
    }
    now += 20ms;
    arrive({401});
    EXPECT_EQ(ingest.deadline(), now + 60ms);
}

TEST_F(AudioIngestTest, InventsNothingInAPauseOfTheSender) {
    arrive({1});
    ingest.receive(rtp::Sequence(2), 2 * 960 + 48'000 * 60, packet(2), start + 60s);
    EXPECT_EQ(steps().size(), 2U);
    EXPECT_EQ(ingest.stats().concealed, 0U);
}

TEST_F(AudioIngestTest, FillsALossAtTheEndOfAPauseByThePacketsLost) {
    arrive({1});
    ingest.receive(rtp::Sequence(3), 3 * 960 + 48'000 * 60, packet(3), start + 60s);
    steps();
    EXPECT_EQ(steps_at(start + 61s).size(), 2U);
    EXPECT_EQ(ingest.stats().recovered + ingest.stats().concealed, 1U);
}

TEST_F(AudioIngestTest, InventsNothingWhenTimeJumpsBack) {
    arrive({1'000});
    ingest.receive(rtp::Sequence(1'002), 5, packet(7), start);
    steps();
    EXPECT_EQ(steps_at(start + 60ms).size(), 1U);
}

TEST_F(AudioIngestTest, FillsNoMoreThanItsMaximumOfALongGap) {
    arrive({1, 8});
    EXPECT_EQ(steps_at(start + 60ms).size(), 1U + 6 + 1);
    arrive({16});
    EXPECT_EQ(steps_at(start + 120ms).size(), 6U + 1) << "seven are lost, six are filled";
    arrive({30'000});
    EXPECT_EQ(steps_at(start + 180ms).size(), 6U + 1);
}

TEST_F(AudioIngestTest, HoldsOnlySoMany) {
    arrive({1, 3, 4, 5, 6, 7, 8, 9, 10});
    EXPECT_EQ(steps().size(), 1U);
    arrive({11});
    EXPECT_EQ(steps().size(), 10U);
}

TEST_F(AudioIngestTest, TreatsWhatIsNoOpusPacketAsLost) {
    arrive({1});
    ingest.receive(rtp::Sequence(2), 2 * 960, {}, now);
    arrive({3});
    EXPECT_THAT(steps_at(start + 20ms), ElementsAre(IsPacket(1), IsFecOf(3), IsPacket(3)));
    EXPECT_EQ(ingest.stats().malformed, 1U);
}

TEST_F(AudioIngestTest, FollowsAChangeOfPacketLength) {
    const ByteBuffer sixty{0x58 | 0x00, 0, 0};  // SILK, 60 ms.
    ingest.receive(rtp::Sequence(1), 0, sixty, now);
    ingest.receive(rtp::Sequence(3), 2 * 2880, packet(3), now);
    steps();
    std::vector<Duration> lengths;
    for (const auto& step : steps_at(start + 60ms)) lengths.push_back(step.length);
    EXPECT_THAT(lengths, ElementsAre(20ms, 20ms, 20ms, 20ms));
}

// A minute of packets through a network that loses, delays, doubles and reorders.
TEST(AudioIngestOnAnyNetwork, LosesNoMoreThanTheNetworkAndKeepsOrderAndTime) {
    for (const auto seed : testing_world::seeds(100)) {
        SCOPED_TRACE(seed);
        Random random(seed);
        testing_world::Link link(
            {.delay = 20ms,
             .jitter = Duration(static_cast<std::int64_t>(random.below(60'000))),
             .loss = random.unit() * 0.1,
             .duplication = random.unit() * 0.05});
        std::multimap<Moment, std::int64_t> arrivals;
        std::set<std::int64_t> came;
        constexpr std::int64_t count = 1000;
        for (std::int64_t i = 0; i < count; ++i) {
            for (const auto moment : link.carry(100, start + i * 20ms, random)) {
                arrivals.emplace(moment, i);
                came.insert(i);
            }
        }
        AudioIngest ingest({});
        std::vector<AudioStep> steps;
        const auto drain = [&](Moment now) {
            while (auto step = ingest.poll()) steps.push_back(std::move(*step));
            ASSERT_TRUE(ingest.deadline() > now);
            ASSERT_TRUE(ingest.deadline() == never || ingest.deadline() <= now + 60ms);
        };
        for (const auto& [moment, number] : arrivals) {
            while (ingest.deadline() <= moment) {
                const auto now = ingest.deadline();
                ingest.advance(now);
                drain(now);
            }
            ingest.receive(rtp::Sequence(number), number * 960, packet(number), moment);
            drain(moment);
        }
        ingest.advance(start + 1h);
        drain(start + 1h);

        std::set<std::int64_t> given;
        std::int64_t end = steps.front().time.ticks;
        for (const auto& step : steps) {
            ASSERT_GE(step.time.ticks, end);
            end = step.time.ticks + 960;
            if (step.kind == Kind::Packet) given.insert(number_of(step));
        }
        ASSERT_EQ(ingest.stats().packets, given.size()) << "nothing is given twice";
        ASSERT_EQ(given.size() + ingest.stats().late, came.size()) << "nothing vanishes";
        ASSERT_EQ(ingest.stats().late, 0U) << "this network keeps order";
        ASSERT_GE(steps.size(), count * 98 / 100) << "losses are filled";
    }
}

}  // namespace
}  // namespace salon::flow
