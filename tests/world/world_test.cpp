#include "world/world.h"

#include <deque>

#include <gmock/gmock.h>

#include "world/fail_at_each_step.h"

namespace salon::testing_world {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Sends what it is told, remembers what arrives and when, and rings once at `alarm`.
class Postman {
public:
    struct Heard {
        int letter;
    };
    using Output = std::variant<Datagram, Heard>;

    void receive(Bytes bytes, TransportAddress from, Moment now) {
        last_from = from;
        last_at = now;
        outputs_.push_back(Heard{bytes[0]});
    }
    void advance(Moment) { alarm = never; }
    Moment deadline() const { return alarm; }
    std::optional<Output> poll() {
        if (outputs_.empty()) return std::nullopt;
        auto output = std::move(outputs_.front());
        outputs_.pop_front();
        return output;
    }
    void send(int letter, TransportAddress to) {
        outputs_.push_back(Datagram{.bytes = ByteBuffer(100, std::uint8_t(letter)), .to = to});
    }

    Moment alarm = never;
    TransportAddress last_from;
    Moment last_at = never;

private:
    std::deque<Output> outputs_;
};

class WorldTest : public testing::Test {
protected:
    WorldTest() {
        world.attach(here, ada);
        world.attach(there, ben, [this](Postman::Heard heard) { letters.push_back(heard.letter); });
    }

    World world{7};
    Postman ada, ben;
    TransportAddress here = address("192.0.2.1:1000");
    TransportAddress there = address("192.0.2.2:2000");
    std::vector<int> letters;
};

TEST_F(WorldTest, CarriesADatagramAfterItsDelay) {
    world.link(here, there, {.delay = 40ms});
    ada.send(1, there);
    world.run_for(39'999us);
    EXPECT_THAT(letters, IsEmpty());
    world.run_for(1us);
    EXPECT_THAT(letters, ElementsAre(1));
    EXPECT_EQ(ben.last_at, dawn + 40ms);
    EXPECT_EQ(ben.last_from, here);
}

TEST_F(WorldTest, JitterKeepsOrderAndReorderingDoesNot) {
    world.link_all({.delay = 10ms, .jitter = 200ms});
    for (int i = 0; i < 100; ++i) ada.send(i, there);
    world.run_for(1s);
    EXPECT_TRUE(std::is_sorted(letters.begin(), letters.end()));
    letters.clear();
    world.link_all({.delay = 10ms, .reordering = 0.1});
    for (int i = 0; i < 100; ++i) ada.send(i, there);
    world.run_for(1s);
    EXPECT_FALSE(std::is_sorted(letters.begin(), letters.end()));
    EXPECT_EQ(letters.size(), 100u);
}

TEST_F(WorldTest, LosesAndDuplicatesAboutTheShareItIsTold) {
    world.link(here, there, {.loss = 0.1});
    for (int i = 0; i < 1000; ++i) ada.send(0, there);
    world.run_for(1s);
    EXPECT_NEAR(static_cast<double>(letters.size()), 900, 40);
    letters.clear();
    world.link(here, there, {.duplication = 0.1});
    for (int i = 0; i < 1000; ++i) ada.send(0, there);
    world.run_for(1s);
    EXPECT_NEAR(static_cast<double>(letters.size()), 1100, 40);
}

TEST_F(WorldTest, RateSpreadsABurstAndDropsWhatWaitsTooLong) {
    // 100 bytes at 80 kbit/s take 10 ms each; 50 ms of queue let the sixth still wait.
    world.link(here, there, {.delay = 0ms, .rate = 80'000, .queue = 50ms});
    for (int i = 0; i < 10; ++i) ada.send(i, there);
    world.run_for(29ms);
    EXPECT_THAT(letters, ElementsAre(0, 1));
    world.run_for(1s);
    EXPECT_THAT(letters, ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST_F(WorldTest, ANatThatRebindsChangesTheSourceAndForgetsTheFormerAddress) {
    const auto outside = address("198.51.100.9:9");
    world.rebind(here, outside);
    ada.send(1, there);
    world.run_for(1s);
    EXPECT_EQ(ben.last_from, outside);
    ben.send(2, outside);
    world.run_for(1s);
    EXPECT_EQ(ada.last_from, there);
    ada.last_from = {};
    ben.send(3, here);
    world.run_for(1s);
    EXPECT_EQ(ada.last_from, TransportAddress{});
}

TEST_F(WorldTest, AdvancesAnEngineAtItsDeadlineOnly) {
    ada.alarm = dawn + 5ms;
    world.run_for(4ms);
    EXPECT_EQ(ada.alarm, dawn + 5ms);
    world.run_for(1ms);
    EXPECT_EQ(ada.alarm, never);
}

TEST_F(WorldTest, RunsActionsAtTheirAgeAndAgain) {
    std::vector<Duration> ages;
    world.every(20ms, [&] { return ages.push_back(world.age()), ages.size() < 3; });
    world.run_for(1s);
    EXPECT_THAT(ages, ElementsAre(0ms, 20ms, 40ms));
}

TEST_F(WorldTest, StopsWhenWhatItWaitsForHasHappened) {
    world.link_all({.delay = 40ms});
    ada.send(1, there);
    EXPECT_TRUE(world.run_until([&] { return !letters.empty(); }, 10s));
    EXPECT_EQ(world.age(), 40ms);
    EXPECT_FALSE(world.run_until([&] { return letters.size() > 1; }, 1s));
    EXPECT_EQ(world.age(), 1040ms);
}

TEST_F(WorldTest, WhoSleepsHearsNothingSaysNothingAndIsAdvancedWhenItWakes) {
    world.link_all({.delay = 10ms});
    world.sleep(there, 1s);
    ben.alarm = dawn + 500ms;
    ada.send(1, there);
    ben.send(2, here);
    world.run_for(999ms);
    EXPECT_THAT(letters, IsEmpty());
    EXPECT_EQ(ada.last_from, TransportAddress{});
    EXPECT_EQ(ben.alarm, dawn + 500ms);
    world.run_for(11ms);
    EXPECT_EQ(ben.alarm, never);
    EXPECT_EQ(ada.last_from, there);
}

TEST_F(WorldTest, WhatLeavesByACarriersLegIsTheCarriersWhoAnswersAtOnce) {
    std::vector<TransportAddress> carried;
    world.carry_by(there, shared_port, [&](const Datagram& datagram) {
        carried.push_back(datagram.to);
        ada.send(2, there);
    });
    world.link_all({.delay = 10ms});
    ben.send(1, here);
    world.run_for(10ms);
    EXPECT_THAT(carried, ElementsAre(here));
    EXPECT_EQ(ada.last_from, TransportAddress{}) << "the world did not carry it";
    EXPECT_THAT(letters, ElementsAre(2));
}

TEST(Worlds, OfOneSeedAreTheSame) {
    const auto fates = [](std::uint64_t seed) {
        World world(seed);
        world.link_all({.delay = 5ms, .jitter = 50ms, .loss = 0.2, .reordering = 0.2});
        Postman ada, ben;
        std::vector<int> heard;
        world.attach(address("192.0.2.1:1"), ada);
        world.attach(address("192.0.2.2:2"), ben,
                     [&](Postman::Heard letter) { heard.push_back(letter.letter); });
        for (int i = 0; i < 100; ++i) ada.send(i, address("192.0.2.2:2"));
        world.run_for(1s);
        return heard;
    };
    EXPECT_EQ(fates(1), fates(1));
    EXPECT_NE(fates(1), fates(2));
}

TEST(FailAtEachStep, BreaksEachDatagramOfTheExchangeOnce) {
    std::vector<std::size_t> arrived;
    const auto steps = fail_at_each_step(Break::LosesOne, 7, [&](World& world, std::int64_t) {
        Postman ada, ben;
        std::vector<int> heard;
        world.attach(address("192.0.2.1:1"), ada);
        world.attach(address("192.0.2.2:2"), ben,
                     [&](Postman::Heard letter) { heard.push_back(letter.letter); });
        for (int i = 0; i < 3; ++i) ada.send(i, address("192.0.2.2:2"));
        world.run_for(1s);
        arrived.push_back(heard.size());
    });
    EXPECT_EQ(steps, 3);
    EXPECT_THAT(arrived, ElementsAre(2u, 2u, 2u, 3u));
}

}  // namespace
}  // namespace salon::testing_world
