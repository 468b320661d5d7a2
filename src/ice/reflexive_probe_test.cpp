#include "ice/reflexive_probe.h"

#include <gmock/gmock.h>

namespace salon::ice {
namespace {

class ReflexiveProbeTest : public testing::Test {
protected:
    /// The requests that leave at `moment`.
    std::vector<stun::Message> asked_at(Moment moment) {
        std::vector<stun::Message> all;
        now = moment;
        probe.advance(now);
        while (auto output = probe.poll()) {
            if (const auto* datagram = std::get_if<Datagram>(&*output)) {
                EXPECT_EQ((Path{datagram->to, datagram->leg}), server);
                all.push_back(stun::parse(datagram->bytes)->message);
            } else {
                told.push_back(std::get<ReflexiveAddress>(*output).address);
            }
        }
        return all;
    }

    bool answer(const stun::TransactionId& transaction, const Path& from) {
        stun::Message response{.kind = stun::Class::Success, .transaction = transaction};
        response.mapped_address = outside;
        const bool taken = probe.receive(stun::write(response, nullptr), from, now);
        while (auto output = probe.poll()) {
            told.push_back(std::get<ReflexiveAddress>(*output).address);
        }
        return taken;
    }

    Moment start{1h};
    Moment now = start;
    Path server{{*IpAddress::parse("192.0.2.9"), 3478}, Leg(2)};
    TransportAddress outside{*IpAddress::parse("198.51.100.1"), 7860};
    ReflexiveProbe probe{server.remote, server.leg, "ourufrag", Random(7), start};
    std::vector<TransportAddress> told;
};

TEST_F(ReflexiveProbeTest, LearnsTheOutsideAddressAndAsksAgainLater) {
    const auto first = asked_at(start);
    ASSERT_EQ(first.size(), 1u);
    EXPECT_TRUE(answer(first[0].transaction, server));
    EXPECT_THAT(told, testing::ElementsAre(outside));
    EXPECT_THAT(asked_at(start + 25s - 1us), testing::IsEmpty());
    const auto second = asked_at(start + 25s);
    ASSERT_EQ(second.size(), 1u);
    answer(second[0].transaction, server);
    EXPECT_EQ(told.size(), 1u);
    outside.port = 7861;  // The NAT has forgotten.
    answer(asked_at(start + 50s)[0].transaction, server);
    EXPECT_EQ(told.back(), outside);
}

TEST_F(ReflexiveProbeTest, RepeatsTheQuestionEachSecondAndAfterTwelveRarely) {
    const auto first = asked_at(start);
    EXPECT_THAT(asked_at(start + 250ms - 1us), testing::IsEmpty());
    const auto second = asked_at(start + 250ms);
    ASSERT_EQ(second.size(), 1u);
    EXPECT_EQ(second[0].transaction, first[0].transaction);
    EXPECT_THAT(asked_at(start + 750ms - 1us), testing::IsEmpty());
    EXPECT_EQ(asked_at(start + 750ms).size(), 1u);
    for (int number = 4; number <= 12; ++number) {
        now += 1s;
        EXPECT_EQ(asked_at(now).size(), 1u);
    }
    EXPECT_THAT(asked_at(now + 25s - 1us), testing::IsEmpty());
    EXPECT_EQ(asked_at(now + 1us).size(), 1u);
}

TEST_F(ReflexiveProbeTest, BelievesOnlyTheServerItAsked) {
    const auto asked = asked_at(start);
    EXPECT_FALSE(answer(asked[0].transaction, {outside, server.leg}));
    EXPECT_FALSE(answer(asked[0].transaction, {server.remote, shared_port}));
    EXPECT_FALSE(answer({1, 2, 3}, server));
    EXPECT_THAT(told, testing::IsEmpty());
}

}  // namespace
}  // namespace salon::ice
