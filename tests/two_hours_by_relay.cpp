// A whole call of two hours whose only way is a relay: both ends live behind symmetric NATs, and
// the server tells of nothing but the address it borrows. Sound goes both ways all the time, in
// packets of 120 ms, so that two hours of them pass in seconds.
#include <gmock/gmock.h>

#include "base/overload.h"
#include "turn/client.h"
#include "world/call.h"
#include "world/relay.h"

namespace salon::testing_world {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr Leg by_relay(1);
constexpr Duration pace = 120ms;
const Home unreachable{.nat = NatPolicy{.kind = NatKind::Symmetric}};

class CallByRelay {
public:
    CallByRelay(World& world_, RelayPolicy policy, LinkPolicy link)
        : world(world_),
          relay(world, address("192.0.2.70:3478"), policy),
          call(world, {.browser = {.video = false},
                       .link = link,
                       .caller = unreachable,
                       .callee = unreachable,
                       .filter = ice::CandidateFilter::RelayOnly}),
          client({.username = "ada", .credential = "secret"}, Random(world.seed()), world.now()) {
        world.carry_by(call.door, by_relay, [this](const Datagram& datagram) {
            client.send(datagram.bytes, datagram.to, world.now());
        });
        world.attach_wired<turn::ToRelay>(
            socket, relay.address(), client,
            overload{[this](const turn::Allocated& event) {
                         addresses.push_back(event.relayed);
                         call.server.add_local({.kind = ice::CandidateKind::Relayed,
                                                .address = event.relayed,
                                                .leg = by_relay},
                                               world.now());
                     },
                     [this](turn::Arrived event) {
                         call.server.receive(event.bytes, {.remote = event.from, .leg = by_relay},
                                             world.now());
                     },
                     [this](const turn::Failed& event) { failed.push_back(event.why); },
                     [this](turn::Closed) { returned = true; }});
    }
    ~CallByRelay() { world.detach(socket); }

    void speak_for(Duration length) {
        call.let_speak(length, pace);
        world.run_for(length + 1s);
    }

    void expect_one_unbroken_call() const {
        EXPECT_THAT(failed, IsEmpty());
        EXPECT_THAT(addresses, SizeIs(1));
        EXPECT_EQ(relay.lent(), 1);
        EXPECT_EQ(relay.allocations(), 1u);
        EXPECT_EQ(relay.lapsed(), 0);
        EXPECT_EQ(relay.dropped(), 0) << "lost on the way perhaps, but never for want of a right";
        for (const auto* diary : {&call.server_diary, &call.browser_diary}) {
            EXPECT_THAT(diary->endings, IsEmpty()) << "consent holds";
            EXPECT_EQ(diary->connections, 1);
            EXPECT_EQ(diary->ear.broken + diary->ear.out_of_order, 0);
        }
    }

    /// The caller hangs up, the server lets go of its relay.
    void expect_all_given_back() {
        call.browser.close(world.now());
        world.run_for(1s);
        EXPECT_TRUE(call.server.closed());
        client.close(world.now());
        world.run_for(3s);
        EXPECT_TRUE(returned);
        EXPECT_EQ(relay.given_back(), 1);
        EXPECT_EQ(relay.allocations(), 0u);
    }

    World& world;
    TransportAddress socket = address("10.2.0.2:7861");  // The server's, for its relay.
    SimulatedRelay relay;
    Call call;
    turn::Client client;
    std::vector<TransportAddress> addresses;
    std::vector<std::string> failed;
    bool returned = false;
};

TEST(TwoHoursByRelay, NotOnePacketOfSoundIsMissing) {
    World world(1);
    CallByRelay relayed(world, {}, {.delay = 20ms});
    auto& call = relayed.call;
    ASSERT_TRUE(call.connect(2s));
    relayed.speak_for(2h);

    relayed.expect_one_unbroken_call();
    EXPECT_EQ(call.server_spoke, 60'000);
    for (const auto* diary : {&call.server_diary, &call.browser_diary}) {
        EXPECT_EQ(diary->ear.whole, 60'000);
        EXPECT_EQ(diary->ear.longest_silence, pace);
        EXPECT_EQ(diary->ear.latest, 40ms) << "by the relay, and nothing waits";
    }
    EXPECT_GE(relayed.relay.stale_nonces(), 11) << "one lives ten minutes";
    EXPECT_GE(relayed.relay.tightest_renewal(), 59s);
    EXPECT_LT(relayed.relay.indications(), 40) << "all the rest went by channel";
    relayed.expect_all_given_back();
}

TEST(TwoHoursByRelay, WithEveryTwentiethDatagramLostAndNoncesThatLiveAMinute) {
    World world(2);
    CallByRelay relayed(world, {.nonce = 60s}, {.delay = 30ms, .jitter = 30ms, .loss = 0.05});
    auto& call = relayed.call;
    ASSERT_TRUE(call.connect(5s));
    relayed.speak_for(2h);

    relayed.expect_one_unbroken_call();
    EXPECT_GE(relayed.relay.stale_nonces(), 119);
    EXPECT_GE(relayed.relay.tightest_renewal(), 50s);
    for (const auto* diary : {&call.server_diary, &call.browser_diary}) {
        EXPECT_GT(diary->ear.whole, 60'000 * 0.89) << "two links, 5 % each";
        EXPECT_LT(diary->ear.longest_silence, 1s);
    }
    relayed.expect_all_given_back();
}

}  // namespace
}  // namespace salon::testing_world
