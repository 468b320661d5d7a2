// Two agents, or one and a hand-made peer, in the simulated world.
#include "ice/agent.h"

#include <gmock/gmock.h>

#include "base/overload.h"
#include "world/world.h"

namespace salon::ice {
namespace {

using stun::Class;
using stun::Message;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing_world::address;
using testing_world::World;

const Credentials adas{.ufrag = "adaadaada", .pwd = "password-of-ada-24-chars"};
const Credentials bens{.ufrag = "benbenben", .pwd = "password-of-ben-24-chars"};

/// An agent at an address of the world, and what it has said.
struct End {
    End(World& world, TransportAddress at, AgentOptions options)
        : home(at), agent(std::move(options), world.random().fork(), world.now()) {
        agent.add_local({.address = home}, world.now());
        world.attach(home, agent,
                     overload{[this](PathValid event) { valid.push_back(event.path.remote); },
                              [this](PathSelected event) { selected.push_back(event.path.remote); },
                              [this](Failed event) { failures.push_back(event.reason); }});
    }

    void meet(const Credentials& peer, std::initializer_list<TransportAddress> candidates,
              Moment now) {
        agent.set_remote(peer, now);
        for (const auto& candidate : candidates) {
            const auto priority = candidate_priority(CandidateKind::Host, Transport::Udp, 0);
            agent.add_remote({.address = candidate, .priority = priority}, now);
        }
    }

    TransportAddress home;
    Agent agent;
    std::vector<TransportAddress> valid;
    std::vector<TransportAddress> selected;
    std::vector<FailReason> failures;
};

class AgentTest : public testing::Test {
protected:
    AgentTest() { world.link_all({.delay = 10ms}); }

    void meet() {
        ada.meet(bens, {ben.home}, world.now());
        ben.meet(adas, {ada.home}, world.now());
    }
    bool connected() { return !ada.selected.empty() && !ben.selected.empty(); }

    World world{7};
    End ada{world, address("192.0.2.1:5000"), {.local = adas, .role = Role::Controlling}};
    End ben{world, address("192.0.2.2:2000"), {.local = bens, .role = Role::Controlled}};
};

TEST_F(AgentTest, FindsThePathAndSelectsItAtBothEnds) {
    meet();
    EXPECT_TRUE(world.run_until([&] { return connected(); }, 100ms));
    EXPECT_THAT(ada.valid, ElementsAre(ben.home));
    EXPECT_THAT(ben.selected, ElementsAre(ada.home));
    EXPECT_EQ(ada.agent.path(), Path{ben.home});
    EXPECT_EQ(ben.agent.path(), Path{ada.home});
}

TEST_F(AgentTest, OneWhoKnowsNoCandidateLearnsThemFromChecks) {
    ada.meet(bens, {}, world.now());  // Only mDNS names, say.
    ben.meet(adas, {ada.home}, world.now());
    EXPECT_TRUE(world.run_until([&] { return connected(); }, 200ms));
    EXPECT_THAT(ada.selected, ElementsAre(ben.home));
}

TEST_F(AgentTest, AnswersChecksBeforeItKnowsThePeerAndChecksBackAfterwards) {
    ada.meet(bens, {ben.home}, world.now());
    world.run_for(500ms);
    EXPECT_TRUE(ben.agent.trusts({ada.home}));
    EXPECT_THAT(ben.valid, IsEmpty());
    ben.meet(adas, {}, world.now());
    world.run_for(100ms);
    EXPECT_THAT(ben.valid, ElementsAre(ada.home));
}

TEST_F(AgentTest, SendsNothingBeforeItKnowsThePeer) {
    ben.agent.add_remote({.address = ada.home, .priority = 1}, world.now());
    world.run_for(1s);
    EXPECT_EQ(world.sent(), 0);
}

TEST_F(AgentTest, KeepsConsentForAnHour) {
    meet();
    world.run_for(1h);
    EXPECT_THAT(ada.failures, IsEmpty());
    EXPECT_THAT(ben.failures, IsEmpty());
    EXPECT_LT(world.sent(), 3 * 2 * 3600 / 4);  // A check each 4 to 6 s, and its answer.
}

TEST_F(AgentTest, LosesConsentThirtySecondsAfterTheLastSignOfLife) {
    meet();
    world.run_until([&] { return connected(); }, 1s);
    world.run_for(10s);
    world.detach(ben.home);
    world.run_for(23s);
    EXPECT_THAT(ada.failures, IsEmpty());
    world.run_for(8s);
    EXPECT_THAT(ada.failures, ElementsAre(FailReason::ConsentLost));
    EXPECT_EQ(ada.agent.path(), std::nullopt);
    EXPECT_FALSE(ada.agent.trusts({ben.home}));
}

TEST_F(AgentTest, GivesUpWhenNobodyAnswers) {
    world.detach(ben.home);
    ada.meet(bens, {ben.home}, world.now());
    world.run_for(15s - 1us);
    EXPECT_THAT(ada.failures, IsEmpty());
    world.run_for(1us);
    EXPECT_THAT(ada.failures, ElementsAre(FailReason::NoCheck));
    EXPECT_EQ(ada.agent.deadline(), never);
}

TEST_F(AgentTest, RequestsAloneKeepConsentWithChrome144) {
    meet();
    world.run_until([&] { return connected(); }, 1s);
    // From here on ben's checks get no answer, while ada's own go on.
    world.watch([&](TransportAddress from, Datagram& datagram) {
        const auto received = stun::parse(datagram.bytes);
        if (from == ada.home && received->message.kind == Class::Success) datagram.bytes = {0};
    });
    world.run_for(5min);
    EXPECT_THAT(ben.failures, IsEmpty());
    EXPECT_EQ(ben.agent.path(), Path{ada.home});
}

TEST_F(AgentTest, RestartsWhileTheFormerPathCarriesMedia) {
    meet();
    world.run_until([&] { return connected(); }, 1s);
    const Credentials new_adas{.ufrag = "adaagain", .pwd = "second-word-of-ada-24-ch"};
    const Credentials new_bens{.ufrag = "benagain", .pwd = "second-word-of-ben-24-ch"};
    ben.agent.restart(new_bens, new_adas, world.now());
    ben.selected.clear();
    EXPECT_EQ(ben.agent.path(), Path{ada.home});
    EXPECT_TRUE(ben.agent.trusts({ada.home}));
    world.run_for(1s);  // Ada has not heard of it yet: nothing is lost.
    EXPECT_EQ(ben.agent.path(), Path{ada.home});

    End elsewhere{
        world, address("192.0.2.77:7000"), {.local = new_adas, .role = Role::Controlling}};
    elsewhere.meet(new_bens, {ben.home}, world.now());
    world.run_for(1s);
    EXPECT_THAT(ben.selected, ElementsAre(elsewhere.home));
    EXPECT_EQ(ben.agent.path(), Path{elsewhere.home});
    EXPECT_FALSE(ben.agent.trusts({ada.home}));
    world.detach(elsewhere.home);
}

TEST_F(AgentTest, ARestartThatLeadsNowhereEndsWhenTheFormerPathDies) {
    meet();
    world.run_until([&] { return connected(); }, 1s);
    ben.agent.restart(adas, bens, world.now());
    world.run_for(20s);
    EXPECT_THAT(ben.failures, IsEmpty());
    world.detach(ada.home);
    world.run_for(31s);
    EXPECT_THAT(ben.failures, ElementsAre(FailReason::ConsentLost));
}

TEST_F(AgentTest, TakesOverThePathByWhichAuthenticMediaRoamed) {
    meet();
    world.run_until([&] { return connected(); }, 1s);
    const auto outside = address("198.51.100.9:9999");
    world.rebind(ada.home, outside);
    ben.agent.roamed({outside}, world.now());
    EXPECT_EQ(ben.agent.path(), Path{ada.home});
    world.run_for(25ms);  // One round trip.
    EXPECT_EQ(ben.agent.path(), Path{outside});
}

TEST_F(AgentTest, ARoamedPathThatDoesNotAnswerIsNotTaken) {
    meet();
    world.run_until([&] { return connected(); }, 1s);
    ben.agent.roamed({address("198.51.100.9:9999")}, world.now());
    world.run_for(20s);
    EXPECT_EQ(ben.agent.path(), Path{ada.home});
}

class RoleConflictTest : public testing::TestWithParam<Role> {};

TEST_P(RoleConflictTest, OneOfThemYields) {
    for (const auto seed : testing_world::seeds(20)) {
        World world(seed);
        world.link_all({.delay = 10ms, .jitter = 10ms});
        End ada{world, address("192.0.2.1:5000"), {.local = adas, .role = GetParam()}};
        End ben{world, address("192.0.2.2:2000"), {.local = bens, .role = GetParam()}};
        ada.meet(bens, {ben.home}, world.now());
        ben.meet(adas, {ada.home}, world.now());
        world.run_for(1s);
        EXPECT_NE(ada.agent.role(), ben.agent.role());
        EXPECT_THAT(ada.selected, ElementsAre(ben.home));
        EXPECT_THAT(ben.selected, ElementsAre(ada.home));
        world.detach(ada.home);
        world.detach(ben.home);
        if (HasFailure()) return;
    }
}

INSTANTIATE_TEST_SUITE_P(Both, RoleConflictTest,
                         testing::Values(Role::Controlling, Role::Controlled));

/// Ben alone; the test speaks for his peer.
class ControlledTest : public testing::Test {
protected:
    ControlledTest() {
        agent.add_local({.address = home}, now);
        agent.set_remote(adas, now);
    }

    /// A check of the peer's from `from`; the responses to our own checks are sent at once.
    void check(const Path& from, bool nominates = false) {
        Message request{.kind = Class::Request, .transaction = {next_++}};
        request.username = "benbenben:adaadaada";
        request.priority = 100;
        request.controlling = 42;
        request.use_candidate = nominates;
        agent.receive(stun::write(request, &ours), from, now);
        drain();
    }

    void drain() {
        while (auto output = agent.poll()) {
            if (const auto* datagram = std::get_if<Datagram>(&*output)) {
                const auto received = stun::parse(datagram->bytes);
                if (received->message.kind != Class::Request) continue;
                checked.push_back({datagram->to, datagram->leg});
                if (answers) answer(received->message, checked.back());
            } else if (const auto* selected = std::get_if<PathSelected>(&*output)) {
                selections.push_back(selected->path);
            } else if (const auto* failed = std::get_if<Failed>(&*output)) {
                failures.push_back(failed->reason);
            }
        }
    }

    void answer(const Message& request, const Path& from) {
        Message response{.kind = Class::Success, .transaction = request.transaction};
        response.mapped_address = home;
        agent.receive(stun::write(response, &theirs), from, now);
    }

    void pass(Duration length) {
        const auto end = now + length;
        drain();
        while (agent.deadline() <= end) {
            now = std::max(now, agent.deadline());
            agent.advance(now);
            drain();
        }
        now = end;
    }

    static Path path(std::uint16_t port, Leg leg = shared_port) {
        return {{address("192.0.2.1:1").ip, port}, leg};
    }

    Moment now{1h};
    TransportAddress home = address("192.0.2.2:2000");
    stun::IntegrityKey ours{as_bytes(bens.pwd)};
    stun::IntegrityKey theirs{as_bytes(adas.pwd)};
    Agent agent{{.local = bens}, Random(7), now};
    std::vector<Path> checked;
    std::vector<Path> selections;
    std::vector<FailReason> failures;
    bool answers = true;

private:
    std::uint8_t next_ = 1;
};

TEST_F(ControlledTest, FollowsEveryNomination) {
    check(path(1000), true);
    pass(100ms);
    check(path(1001), true);
    pass(100ms);
    check(path(1000), true);
    EXPECT_THAT(selections, ElementsAre(path(1000), path(1001), path(1000)));
}

TEST_F(ControlledTest, TakesANominationOnlyWhenItsOwnCheckHasWorked) {
    answers = false;
    check(path(1000), true);
    EXPECT_THAT(selections, IsEmpty());
    EXPECT_EQ(agent.path(), std::nullopt);
    EXPECT_TRUE(agent.trusts(path(1000)));
    answers = true;
    pass(250ms);
    EXPECT_THAT(selections, ElementsAre(path(1000)));
}

TEST_F(ControlledTest, AnswersByTheLegOfTheCheckAndDropsWhatComesByNone) {
    check(path(1000, Leg(3)), true);
    EXPECT_FALSE(agent.trusts(path(1000, Leg(3))));
    EXPECT_THAT(checked, IsEmpty());
    agent.add_local({.kind = CandidateKind::Relayed, .address = home, .leg = Leg(3)}, now);
    check(path(1000, Leg(3)), true);
    EXPECT_THAT(checked, ElementsAre(path(1000, Leg(3))));
    EXPECT_EQ(agent.path(), path(1000, Leg(3)));
    agent.remove_leg(Leg(3), now);
    EXPECT_FALSE(agent.trusts(path(1000, Leg(3))));
}

// A relay that was restarted: the peer is as alive as it was, and the next address may do.
TEST_F(ControlledTest, WaitsForAnotherLegWhenTheOnlyPathWentWithOne) {
    const LocalCandidate relayed{.kind = CandidateKind::Relayed, .address = home, .leg = Leg(3)};
    const auto by_relay = path(1000, Leg(3));
    agent.add_local(relayed, now);
    check(by_relay, true);
    agent.remove_leg(Leg(3), now);
    EXPECT_EQ(agent.path(), std::nullopt);
    pass(30s - 1us);
    agent.add_local(relayed, now);
    check(by_relay, true);
    EXPECT_EQ(agent.path(), by_relay);
    pass(1s);
    EXPECT_THAT(failures, IsEmpty());

    agent.remove_leg(Leg(3), now);
    pass(30s - 1us);
    EXPECT_THAT(failures, IsEmpty());
    pass(1us);
    EXPECT_THAT(failures, ElementsAre(FailReason::ConsentLost));
}

TEST_F(ControlledTest, PacesItsChecksAndPrefersWhatThePeerChecked) {
    answers = false;
    for (std::uint16_t port = 2000; port < 2004; ++port) {
        agent.add_remote({.address = path(port).remote, .priority = port}, now);
    }
    drain();
    EXPECT_THAT(checked, ElementsAre(path(2000)));  // At once; all others wait for their turn.
    check(path(1000));
    pass(20ms);
    EXPECT_THAT(checked, ElementsAre(path(2000), path(1000)));
    pass(20ms);
    EXPECT_THAT(checked, ElementsAre(path(2000), path(1000), path(2003)));
}

TEST_F(ControlledTest, RepeatsAnUnansweredCheckAndGivesUp) {
    answers = false;
    agent.add_remote({.address = path(2000).remote, .priority = 1}, now);
    pass(250ms - 1us);
    EXPECT_EQ(checked.size(), 1u);
    pass(1us);
    EXPECT_EQ(checked.size(), 2u);
    pass(500ms);
    EXPECT_EQ(checked.size(), 3u);
    pass(14s);
    EXPECT_EQ(checked.size(), 12u);
}

TEST_F(ControlledTest, ScansNoPorts) {
    answers = false;
    for (std::uint16_t port = 2000; port < 2100; ++port) {
        agent.add_remote({.address = path(port).remote, .priority = 1}, now);
    }
    pass(14s);
    EXPECT_EQ(checked.size(), 6u * 12u);
}

TEST_F(ControlledTest, SpendsNoMoreThanItsBudgetOnWhoDoesNotAnswer) {
    answers = false;
    for (std::uint16_t port = 2000; port < 4000; ++port) {
        check(path(port));
        pass(5ms);
    }
    EXPECT_EQ(checked.size(), 400u);
}

TEST_F(ControlledTest, ChecksNoAddressThatIsNotForTheWorld) {
    for (const auto* named :
         {"127.0.0.1:5000", "0.0.0.0:5000", "224.0.0.1:5000", "255.255.255.255:5000",
          "169.254.169.254:80", "10.0.0.1:5000", "192.168.1.1:5000", "[::1]:5000", "192.0.2.9:0",
          "192.0.2.9:22", "[fd00::1]:5000", "240.0.0.1:5000"}) {
        agent.add_remote({.address = address(named), .priority = 1}, now);
    }
    pass(5s);
    EXPECT_THAT(checked, IsEmpty());
    agent.add_remote({.address = address("192.0.2.9:443"), .priority = 1}, now);
    pass(20ms);
    EXPECT_THAT(checked, ElementsAre(Path{address("192.0.2.9:443")}));
}

TEST_F(ControlledTest, OnAPrivateNetworkPrivateAddressesAreNeighbours) {
    agent.add_local({.address = address("192.168.7.2:2000")}, now);
    agent.add_remote({.address = address("192.168.7.9:5000"), .priority = 1}, now);
    agent.add_remote({.address = address("127.0.0.1:5000"), .priority = 1}, now);
    pass(100ms);
    EXPECT_THAT(checked, ElementsAre(Path{address("192.168.7.9:5000")}));
}

TEST_F(ControlledTest, BelievesNoForgedResponse) {
    answers = false;
    agent.add_remote({.address = path(2000).remote, .priority = 1}, now);
    const auto output = agent.poll();
    const auto request = stun::parse(std::get<Datagram>(*output).bytes)->message;
    EXPECT_EQ(stun::response_ufrag(stun::write(
                  {.kind = Class::Success, .transaction = request.transaction}, nullptr)),
              "benben");
    Message response{.kind = Class::Success, .transaction = request.transaction};
    agent.receive(stun::write(response, &ours), path(2000), now);
    agent.receive(stun::write(response, nullptr), path(2000), now);
    EXPECT_EQ(agent.path(), std::nullopt);
    agent.receive(stun::write(response, &theirs), path(2001), now);  // Another way back.
    EXPECT_EQ(agent.path(), std::nullopt);
}

TEST_F(ControlledTest, MovesToALivePathWhenTheSelectedOneFallsSilent) {
    check(path(1000), true);
    check(path(1001));
    pass(1s);
    answers = false;
    for (int i = 0; i < 12; ++i) {
        check(path(1001));
        pass(1s);
    }
    EXPECT_EQ(agent.path(), path(1001));
}

TEST(RelayOnlyAgent, TellsAndUsesNothingElse) {
    const Moment now{1h};
    Agent agent({.local = bens, .filter = CandidateFilter::RelayOnly}, Random(7), now);
    EXPECT_FALSE(agent.add_local({.address = address("192.0.2.2:2000")}, now));
    EXPECT_TRUE(agent.add_local(
        {.kind = CandidateKind::Relayed, .address = address("192.0.2.200:3000"), .leg = Leg(1)},
        now));
    agent.set_remote(adas, now);
    agent.add_remote({.address = address("192.0.2.1:5000"), .priority = 1}, now);
    const auto output = agent.poll();
    ASSERT_TRUE(output);
    EXPECT_EQ(std::get<Datagram>(*output).leg, Leg(1));
    EXPECT_FALSE(agent.poll());
}

}  // namespace
}  // namespace salon::ice
