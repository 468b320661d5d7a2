#include "turn/client.h"

#include <gmock/gmock.h>

#include "base/take_front.h"
#include "wire/hex.h"
#include "world/fail_at_each_step.h"
#include "world/relay.h"

namespace salon::turn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing_wire::from_hex;
using testing_world::address;
using testing_world::Endpoint;
using testing_world::RelayPolicy;
using testing_world::SimulatedRelay;
using testing_world::World;

/// Whom the client talks to by way of the relay: remembers what arrives, and can answer.
class Friend : public Endpoint {
public:
    void receive(MutableBytes bytes, Path from, Moment) override {
        heard.emplace_back(as_text(bytes));
        heard_from = from.remote;
    }
    void advance(Moment) override {}
    Moment deadline() const override { return never; }
    std::optional<Datagram> next_datagram() override { return take_front(queue); }
    void say(std::string_view text) {
        queue.push_back({.bytes = to_buffer(as_bytes(text)), .to = heard_from});
    }

    std::vector<std::string> heard;
    TransportAddress heard_from;
    std::deque<Datagram> queue;
};

/// What the client told.
struct Told {
    std::vector<TransportAddress> addresses;
    std::vector<std::string> heard;
    std::vector<std::string> refused;
    std::vector<std::string> failed;
    std::vector<TransportAddress> redirected;
    int closed = 0;

    void operator()(const Allocated& event) { addresses.push_back(event.relayed); }
    void operator()(const Arrived& event) { heard.emplace_back(as_text(event.bytes)); }
    void operator()(const PeerRefused& event) { refused.push_back(event.why); }
    void operator()(const Failed& event) { failed.push_back(event.why); }
    void operator()(const Redirected& event) { redirected.push_back(event.relay); }
    void operator()(const Closed&) { ++closed; }
};

class Visit {
public:
    explicit Visit(World& world_, RelayPolicy policy = {}, ClientOptions options = ada())
        : world(world_),
          relay(world, address("198.51.100.1:3478"), policy),
          client(options, Random(5), world.now()) {
        world.attach_wired<ToRelay>(home, relay.address(), client, std::ref(told));
        auto endpoint = std::make_unique<Friend>();
        ben = endpoint.get();
        world.add(ben_at, std::move(endpoint));
    }
    ~Visit() { world.detach(home); }

    static ClientOptions ada() { return {.username = "ada", .credential = "secret"}; }

    bool allocated() {
        return world.run_until([this] { return !told.addresses.empty(); }, 40s);
    }
    void say(std::string_view text) { client.send(as_bytes(text), ben_at, world.now()); }

    World& world;
    TransportAddress home = address("192.0.2.10:4000");
    TransportAddress ben_at = address("203.0.113.9:9000");
    SimulatedRelay relay;
    Client client;
    Friend* ben = nullptr;
    Told told;
};

TEST(TurnClient, BorrowsAnAddressAndGivesItBack) {
    World world(1);
    Visit visit(world);
    ASSERT_TRUE(visit.allocated());
    EXPECT_EQ(visit.client.relayed(), visit.told.addresses.front());
    EXPECT_EQ(world.age(), 40ms);  // Two questions, since the first one has no nonce.
    EXPECT_EQ(visit.relay.allocations(), 1u);
    visit.client.close(world.now());
    world.run_for(100ms);
    EXPECT_EQ(visit.relay.allocations(), 0u);
    EXPECT_EQ(visit.told.closed, 1);
    EXPECT_EQ(visit.client.deadline(), never);
}

TEST(TurnClient, CarriesBothWaysFirstByIndicationThenByChannel) {
    World world(1);
    Visit visit(world);
    ASSERT_TRUE(visit.allocated());
    visit.say("one");
    visit.say("two");  // Both wait for the permission.
    world.run_for(100ms);
    EXPECT_THAT(visit.ben->heard, ElementsAre("one", "two"));
    EXPECT_EQ(visit.ben->heard_from, *visit.client.relayed());
    EXPECT_EQ(visit.relay.indications(), 2);
    visit.say("three");
    visit.ben->say("four");
    world.run_for(100ms);
    EXPECT_EQ(visit.relay.channel_data(), 1);
    EXPECT_THAT(visit.ben->heard, ElementsAre("one", "two", "three"));
    EXPECT_THAT(visit.told.heard, ElementsAre("four"));
    EXPECT_EQ(visit.relay.dropped(), 0);
}

TEST(TurnClient, MakesNoChannelForChecksAlone) {
    World world(1);
    Visit visit(world);
    ASSERT_TRUE(visit.allocated());
    const auto check = stun::write(stun::Message{}, nullptr);
    for (int i = 0; i < 5; ++i) {
        visit.client.send(check, visit.ben_at, world.now());
        world.run_for(100ms);
    }
    EXPECT_EQ(visit.ben->heard.size(), 5u);
    EXPECT_EQ(visit.relay.indications(), 5);
    EXPECT_EQ(visit.relay.channel_data(), 0);
}

TEST(TurnClient, SaysWhyThereIsNoAddress) {
    for (const auto& [code, words] : {std::pair(403, "forbids"),
                                      {440, "family"},
                                      {442, "UDP"},
                                      {486, "as many allocations"},
                                      {500, "error 500"},
                                      {508, "no room"}}) {
        World world(1);
        Visit visit(world, {.refuse_allocations_with = code});
        world.run_for(1s);
        EXPECT_THAT(visit.told.failed, ElementsAre(HasSubstr(words)));
        EXPECT_EQ(visit.client.deadline(), never);
    }
}

TEST(TurnClient, DoesNotTryAWrongCredentialForEver) {
    World world(1);
    Visit visit(world, {}, {.username = "ada", .credential = "guess"});
    world.run_for(1s);
    EXPECT_THAT(visit.told.failed, ElementsAre(HasSubstr("credential")));
    EXPECT_LT(world.sent(), 10);
}

TEST(TurnClient, GivesUpOnARelayThatDoesNotAnswer) {
    World world(1);
    world.link_all({.loss = 1});
    Visit visit(world);
    world.run_for(31'749ms);
    EXPECT_THAT(visit.told.failed, IsEmpty());
    EXPECT_EQ(world.sent(), Requests::sendings_max);
    world.run_for(1ms);
    EXPECT_THAT(visit.told.failed, ElementsAre(HasSubstr("does not answer")));
}

TEST(TurnClient, WaitsAsLongOnAStreamButAsksOnce) {
    World world(1);
    world.link_all({.loss = 1});
    auto options = Visit::ada();
    options.delivery = Delivery::Stream;
    Visit visit(world, {}, options);
    world.run_for(31'749ms);
    EXPECT_EQ(world.sent(), 1);
    EXPECT_THAT(visit.told.failed, IsEmpty());
    world.run_for(1ms);
    EXPECT_THAT(visit.told.failed, ElementsAre(HasSubstr("does not answer")));
}

TEST(TurnClient, GoesWhereTheRelaySendsIt) {
    World world(1);
    Visit visit(world, {.alternate = address("198.51.100.2:3478")});
    world.run_for(1s);
    EXPECT_THAT(visit.told.redirected, ElementsAre(address("198.51.100.2:3478")));
    EXPECT_EQ(visit.client.deadline(), never);
}

TEST(TurnClient, TellsWhichPeerTheRelayForbidsAndAsksAgainAMinuteLater) {
    World world(1);
    Visit visit(world, {.forbidden_peer = IpAddress::parse("203.0.113.9")});
    ASSERT_TRUE(visit.allocated());
    visit.say("one");
    world.run_for(1s);
    visit.say("two");
    EXPECT_THAT(visit.told.refused, ElementsAre(HasSubstr("forbids")));
    visit.relay.policy().forbidden_peer.reset();
    world.run_for(60s);
    visit.say("three");
    world.run_for(1s);
    EXPECT_THAT(visit.ben->heard, ElementsAre("three"));
}

TEST(TurnClient, BorrowsAnIpv6AddressAndKeepsFamiliesApart) {
    World world(1);
    auto options = Visit::ada();
    options.family = stun::AddressFamily::V6;
    Visit visit(world, {}, options);
    ASSERT_TRUE(visit.allocated());
    EXPECT_FALSE(visit.client.relayed()->ip.is_v4());
    const auto before = world.sent();
    visit.say("to an IPv4 peer");
    world.run_for(1s);
    EXPECT_EQ(world.sent(), before);
}

TEST(TurnClient, HeedsNobodyWithoutTheRelaysKey) {
    World world(1);
    Visit visit(world);
    world.watch([&](TransportAddress from, Datagram& datagram) {
        if (from != visit.relay.address()) return;
        auto received = stun::parse(datagram.bytes);
        if (received && received->message.kind == stun::Class::Success) {
            datagram.bytes = stun::write(received->message, nullptr);
        }
    });
    EXPECT_FALSE(visit.allocated());
    EXPECT_THAT(visit.told.failed, ElementsAre(HasSubstr("does not answer")));
}

TEST(TurnClient, TakesNothingThatIsNotTheRelays) {
    World world(1);
    Visit visit(world);
    ASSERT_TRUE(visit.allocated());
    for (const auto* hex : {"", "40", "4000ffff", "40000001", "40000001aa", "4fff0004aabbccdd",
                            "0017000021 12a442 000000000000000000000000"}) {
        visit.client.receive(from_hex(hex), world.now());
    }
    stun::Message stranger{.kind = stun::Class::Indication, .method = stun::data_method};
    stranger.peer_address = address("203.0.113.66:1");
    stranger.data = from_hex("aa");
    visit.client.receive(stun::write(stranger, nullptr), world.now());
    world.run_for(1s);
    EXPECT_THAT(visit.told.heard, IsEmpty());
}

TEST(TurnClient, HoldsFewPayloadsForAPermissionAndKnowsNoMoreThanItsLimitOfPeers) {
    World world(1);
    Visit visit(world);
    ASSERT_TRUE(visit.allocated());
    for (std::size_t i = 0; i <= Client::held_max; ++i) visit.say(std::to_string(i));
    world.run_for(1s);
    EXPECT_EQ(visit.ben->heard.size(), Client::held_max);
    const auto before = world.sent();
    for (std::uint32_t i = 0; i < 200; ++i) {
        const TransportAddress peer{IpAddress::v4(0xCB007200 + i), 9};
        visit.client.send(as_bytes("x"), peer, world.now());
    }
    world.run_for(150ms);
    // Permission, channel and payload for each, and two answers; no more after the limit.
    EXPECT_LE(world.sent() - before, static_cast<std::int64_t>(Client::permissions_max) * 6);
}

TEST(TurnClient, LosesAnyOneDatagramAndArrivesAllTheSame) {
    testing_world::fail_at_each_step(testing_world::Break::LosesOne, 3,
                                     [](World& world, std::int64_t step) {
                                         Visit visit(world);
                                         ASSERT_TRUE(visit.allocated()) << step;
                                         for (int i = 0; i < 10; ++i) {
                                             visit.say("again");
                                             world.run_for(300ms);
                                         }
                                         EXPECT_GE(visit.ben->heard.size(), 9u) << step;
                                         visit.client.close(world.now());
                                         world.run_for(4s);
                                         EXPECT_EQ(visit.told.closed, 1) << step;
                                         EXPECT_EQ(visit.relay.allocations(), 0u) << step;
                                     });
}

TEST(TurnClient, ClosesWithinItsPatienceWhenTheRelayIsGone) {
    World world(1);
    Visit visit(world);
    ASSERT_TRUE(visit.allocated());
    world.link_all({.loss = 1});
    visit.client.close(world.now());
    world.run_for(2'999ms);
    EXPECT_EQ(visit.told.closed, 0);
    world.run_for(1ms);
    EXPECT_EQ(visit.told.closed, 1);
    EXPECT_EQ(visit.client.deadline(), never);
}

}  // namespace
}  // namespace salon::turn
