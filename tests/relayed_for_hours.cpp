// A call whose one way is a relay, for hours: whatever the relay forgets in time is renewed in
// time, a stale nonce costs nothing, and a relay that is started anew gives another address.
#include <gmock/gmock.h>

#include "base/take_front.h"
#include "turn/client.h"
#include "world/relay.h"

namespace salon::testing_world {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

/// Answers each payload with the same one.
class Mirror : public Endpoint {
public:
    void receive(MutableBytes bytes, Path from, Moment) override {
        ++heard;
        queue.push_back({.bytes = to_buffer(bytes), .to = from.remote});
    }
    void advance(Moment) override {}
    Moment deadline() const override { return never; }
    std::optional<Datagram> next_datagram() override { return take_front(queue); }

    int heard = 0;
    std::deque<Datagram> queue;
};

/// Speaks by way of the relay to the mirror, 50 times a second.
class RelayedCall {
public:
    RelayedCall(World& world_, RelayPolicy policy, LinkPolicy link = {.delay = 20ms})
        : world(world_),
          relay(world, address("198.51.100.1:3478"), policy),
          client({.username = "ada", .credential = "secret"}, Random(world.seed()), world.now()) {
        world.link_all(link);
        world.attach_wired<turn::ToRelay>(home, relay.address(), client, std::ref(*this));
        auto endpoint = std::make_unique<Mirror>();
        mirror = endpoint.get();
        world.add(far, std::move(endpoint));
    }
    ~RelayedCall() { world.detach(home); }

    void operator()(const turn::Allocated& event) { addresses.push_back(event.relayed); }
    void operator()(const turn::Arrived&) {
        longest_gap = std::max(longest_gap, world.now() - last_heard);
        last_heard = world.now();
        ++heard;
    }
    void operator()(const turn::Failed& event) { failed.push_back(event.why); }

    /// Begins to speak once the address is there; the first answers are not waited for.
    bool start() {
        const bool there = world.run_until([this] { return !addresses.empty(); }, 10s);
        world.every(20ms, [this] {
            ++spoken;
            client.send(as_bytes("twenty milliseconds of voice"), far, world.now());
            return true;
        });
        world.run_for(2s);
        longest_gap = 0s;
        return there && heard > 50;
    }

    World& world;
    TransportAddress home = address("192.0.2.10:4000");
    TransportAddress far = address("203.0.113.9:9000");
    SimulatedRelay relay;
    turn::Client client;
    Mirror* mirror = nullptr;
    std::vector<TransportAddress> addresses;
    std::vector<std::string> failed;
    int spoken = 0;
    int heard = 0;
    Moment last_heard = dawn;
    Duration longest_gap{};
};

TEST(RelayedForHours, KeepsAllocationPermissionsAndChannels) {
    World world(1);
    RelayedCall call(world, {.nonce = 600s});
    ASSERT_TRUE(call.start());
    world.run_for(2h);
    EXPECT_THAT(call.failed, IsEmpty());
    EXPECT_THAT(call.addresses, SizeIs(1));
    EXPECT_EQ(call.relay.dropped(), 0);
    EXPECT_EQ(call.longest_gap, 20ms);  // Not one of 360 000 payloads was lost either way.
    EXPECT_GE(call.heard, 360'000);
    EXPECT_GE(call.relay.stale_nonces(), 12);
    EXPECT_LT(call.relay.indications(), 20);  // All the rest went by channel.
}

TEST(RelayedForHours, EvenWhenEveryTenthDatagramIsLostAndEachNonceLivesAMinute) {
    for (const auto seed : seeds(3)) {
        World world(seed);
        RelayedCall call(world, {.nonce = 60s}, {.delay = 40ms, .jitter = 30ms, .loss = 0.1});
        ASSERT_TRUE(call.start());
        world.run_for(2h);
        EXPECT_THAT(call.failed, IsEmpty());
        EXPECT_THAT(call.addresses, SizeIs(1));
        EXPECT_EQ(call.relay.dropped(), 0);  // Lost on the way, but never for want of permission.
        EXPECT_LT(call.longest_gap, 500ms);
        if (HasFailure()) return;
    }
}

TEST(RelayedForHours, ARestartedRelayGivesAnotherAddressBeforeConsentRunsOut) {
    for (const auto seed : seeds(10)) {
        World world(seed);
        RelayedCall call(world, {}, {.delay = 40ms, .jitter = 30ms, .loss = 0.05});
        ASSERT_TRUE(call.start());
        world.run_for(10min + Duration(world.random().below(15'000'000)));
        call.relay.restart();
        world.run_for(1min);
        EXPECT_THAT(call.failed, IsEmpty());
        EXPECT_THAT(call.addresses, SizeIs(2));
        EXPECT_LT(call.longest_gap, 20s);
        EXPECT_LT(world.now() - call.last_heard, 1s);
        if (HasFailure()) return;
    }
}

TEST(RelayedForHours, SilenceOfTwentySecondsLeavesItStanding) {
    World world(4);
    RelayedCall call(world, {});
    ASSERT_TRUE(call.start());
    world.link_all({.loss = 1});
    world.run_for(20s);
    world.link_all({.delay = 20ms});
    world.run_for(5s);
    EXPECT_THAT(call.failed, IsEmpty());
    EXPECT_THAT(call.addresses, SizeIs(1));
    EXPECT_LT(world.now() - call.last_heard, 100ms);
}

TEST(RelayedForHours, ARelayThatIsGoneIsNoticedWithinAMinute) {
    World world(5);
    RelayedCall call(world, {});
    ASSERT_TRUE(call.start());
    world.link_all({.loss = 1});
    EXPECT_TRUE(world.run_until([&] { return !call.failed.empty(); }, 1min));
}

}  // namespace
}  // namespace salon::testing_world
