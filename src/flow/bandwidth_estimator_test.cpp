#include "flow/bandwidth_estimator.h"

#include <map>

#include <gmock/gmock.h>

#include "flow/transport_feedback_recorder.h"
#include "world/link.h"

namespace salon::flow {
namespace {

using testing_world::Link;
using testing_world::LinkPolicy;

constexpr Moment dawn{1h};

/// A source that obeys the estimator, over a link with a bottleneck, to a peer that reports as we
/// do.
class BandwidthEstimatorTest : public testing::Test {
protected:
    static constexpr Duration tick = 1ms;
    static constexpr Duration picture_pace = 33ms;
    static constexpr Duration delay = 25ms;
    static constexpr std::size_t packet_size = 1200;

    void set_link(std::int64_t rate, double loss = 0) {
        there.set({.delay = delay, .loss = loss, .rate = rate, .queue = 400ms});
        back.set({.delay = delay, .loss = loss});
    }

    void run_for(Duration length) {
        longest_queue = 0ms;
        sent_bits = 0;
        for (const auto end = now + length; now < end; now += tick) {
            if (now >= picture_due) film();
            send_what_is_paced();
            land_what_is_due();
            while (auto feedback = recorder.take_due(now)) report(*feedback);
            estimator.advance(now);
        }
    }

    double kilobits() const { return static_cast<double>(estimator.bitrate()) / 1'000; }

    Random random{11};
    Link there{LinkPolicy{.delay = delay}};
    Link back{LinkPolicy{.delay = delay}};
    BandwidthEstimator estimator{RateLimits{}};
    Moment now = dawn;
    Duration longest_queue{0};
    std::int64_t sent_bits = 0;
    bool deaf = false;  // No feedback comes through.
    double used = 1;    // The share of the bitrate that the source makes use of.

private:
    void film() {
        picture_due = now + picture_pace;
        unsent += static_cast<double>(estimator.bitrate()) / 8 * 0.033 * used;
    }

    // Two and a half times the rate, as the pacer does.
    void send_what_is_paced() {
        paid = std::min(paid + static_cast<double>(estimator.bitrate()) * 2.5 / 8 / 1000, 3000.0);
        while (unsent >= packet_size && paid >= packet_size) {
            unsent -= packet_size;
            paid -= packet_size;
            const auto number = estimator.next();
            estimator.sent(packet_size, now);
            sent_bits += packet_size * 8;
            for (const auto at : there.carry(packet_size, now, random)) {
                longest_queue = std::max(longest_queue, at - now - delay);
                arrivals.emplace(at, number);
            }
        }
    }

    void report(const rtp::TransportFeedback& feedback) {
        if (deaf) return;
        for (const auto at : back.carry(100, now, random)) reports.emplace(at, feedback);
    }

    void land_what_is_due() {
        while (!arrivals.empty() && arrivals.begin()->first <= now) {
            recorder.arrived(arrivals.begin()->second, rtp::Ssrc(1), arrivals.begin()->first);
            arrivals.erase(arrivals.begin());
        }
        while (!reports.empty() && reports.begin()->first <= now) {
            estimator.feedback(reports.begin()->second, now);
            reports.erase(reports.begin());
        }
    }

    TransportFeedbackRecorder recorder{rtp::Ssrc(2), TransportFeedbackPolicy{}};
    std::multimap<Moment, std::uint16_t> arrivals;
    std::multimap<Moment, rtp::TransportFeedback> reports;
    Moment picture_due = dawn;
    double unsent = 0;
    double paid = 0;
};

TEST_F(BandwidthEstimatorTest, FillsABottleneckOf500KilobitsAndNotMore) {
    set_link(500'000);
    run_for(15s);
    run_for(15s);
    EXPECT_GT(double(sent_bits) / 15, 0.75 * 500'000);
    EXPECT_LT(kilobits(), 550);
    EXPECT_LT(longest_queue, 200ms);
}

TEST_F(BandwidthEstimatorTest, FillsABottleneckOf2MegabitsInTenSeconds) {
    set_link(2'000'000);
    run_for(10s);
    EXPECT_GT(kilobits(), 1'500);
    run_for(15s);
    EXPECT_GT(double(sent_bits) / 15, 0.75 * 2'000'000);
    EXPECT_LT(kilobits(), 2'200);
    EXPECT_LT(longest_queue, 200ms);
}

TEST_F(BandwidthEstimatorTest, ReachesItsLimitWhereNothingIsNarrow) {
    set_link(20'000'000);
    run_for(10s);
    EXPECT_EQ(kilobits(), 2'500);
    EXPECT_LT(longest_queue, 10ms);
}

TEST_F(BandwidthEstimatorTest, FallsWithinASecondWhenTheWayNarrowsToHalf) {
    set_link(2'000'000);
    run_for(15s);
    set_link(1'000'000);
    run_for(1s);
    EXPECT_LT(kilobits(), 1'050);
    run_for(2s);
    run_for(5s);
    EXPECT_LT(longest_queue, 200ms);
    EXPECT_GT(double(sent_bits) / 5, 0.7 * 1'000'000);
}

TEST_F(BandwidthEstimatorTest, RecoversWhenTheWayWidensAgain) {
    set_link(500'000);
    run_for(15s);
    set_link(2'000'000);
    run_for(15s);
    EXPECT_GT(kilobits(), 1'500);
}

TEST_F(BandwidthEstimatorTest, TenPercentOfRandomLossDoesNotStarveIt) {
    for (const auto seed : {1, 2, 3, 4, 5}) {
        SCOPED_TRACE(seed);
        random = Random(static_cast<std::uint64_t>(seed));
        set_link(1'000'000, 0.1);
        run_for(20s);
        run_for(40s);
        EXPECT_GT(double(sent_bits) / 40, 0.6 * 1'000'000);
        EXPECT_LT(longest_queue, 300ms);
    }
}

TEST_F(BandwidthEstimatorTest, HalvesEverySecondOfSilence) {
    set_link(20'000'000);
    run_for(10s);
    deaf = true;
    run_for(1s);
    EXPECT_EQ(kilobits(), 2'500);
    run_for(100ms);
    EXPECT_EQ(kilobits(), 1'250);
    run_for(1s);
    EXPECT_EQ(kilobits(), 625);
    run_for(10s);
    EXPECT_EQ(kilobits(), 50);
    deaf = false;
    run_for(15s);
    EXPECT_GT(kilobits(), 1'000);
}

TEST_F(BandwidthEstimatorTest, KeepsItsStartForAPeerThatNeverReports) {
    deaf = true;
    run_for(10s);
    EXPECT_EQ(kilobits(), 500);
    EXPECT_EQ(estimator.deadline(), never);
}

TEST_F(BandwidthEstimatorTest, SilenceOfOurOwnIsNoBadSign) {
    set_link(20'000'000);
    run_for(10s);
    used = 0;
    run_for(10s);
    EXPECT_EQ(kilobits(), 2'500);
    EXPECT_EQ(estimator.deadline(), never);
}

TEST_F(BandwidthEstimatorTest, DoesNotGrowFarBeyondWhatIsUsed) {
    used = 0.1;
    set_link(20'000'000);
    run_for(20s);
    EXPECT_LT(kilobits(), 600);
}

TEST_F(BandwidthEstimatorTest, ObeysThePeersOwnWord) {
    estimator.allowed(200'000);
    EXPECT_EQ(kilobits(), 200);
    estimator.allowed(0);
    EXPECT_EQ(kilobits(), 50);
    estimator.allowed(10'000'000);
    EXPECT_EQ(kilobits(), 500);
}

}  // namespace
}  // namespace salon::flow
