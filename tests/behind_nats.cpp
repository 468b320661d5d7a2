// Callers and servers behind NATs of every kind, with a STUN server and without or with a relay.
#include <gmock/gmock.h>

#include "world/call.h"

namespace salon::testing_world {
namespace {

using testing::IsEmpty;

constexpr NatKind kinds[] = {NatKind::FullCone, NatKind::Restricted, NatKind::PortRestricted,
                             NatKind::Symmetric};

Home behind(NatKind kind, bool relay = false) {
    return {.nat = NatPolicy{.kind = kind}, .relay = relay};
}

/// RFC 5128 §3.3: holes are punched unless one side's port cannot be known by the other.
bool direct_way(NatKind one, NatKind other) {
    const auto hard = [](NatKind a, NatKind b) {
        return a == NatKind::Symmetric && (b == NatKind::Symmetric || b == NatKind::PortRestricted);
    };
    return !hard(one, other) && !hard(other, one);
}

void expect_conversation(Call& call) {
    call.talk(1s);
    EXPECT_EQ(call.server_hears(), 1.0);
    EXPECT_EQ(call.browser_hears(), 1.0);
}

TEST(BehindNats, ALiteServerIsReachedFromBehindAnyNat) {
    for (const auto kind : kinds) {
        World world(1);
        Call call(world, {.caller = behind(kind)});
        ASSERT_TRUE(call.connect(1s)) << to_string(kind);
        expect_conversation(call);
    }
}

TEST(BehindNats, AFullServerWithAnAddressIsReachedFromBehindAnyNat) {
    for (const auto kind : kinds) {
        World world(2);
        Call call(world, {.ice = peer::Ice::Full, .caller = behind(kind)});
        ASSERT_TRUE(call.connect(1s)) << to_string(kind);
        expect_conversation(call);
    }
}

TEST(BehindNats, TwoNatsArePassedWhereAHoleCanBePunched) {
    for (const auto caller : kinds) {
        for (const auto callee : kinds) {
            World world(3);
            Call call(world, {.caller = behind(caller), .callee = behind(callee)});
            EXPECT_EQ(call.connect(12s), direct_way(caller, callee))
                << to_string(caller) << " calls " << to_string(callee);
            if (call.server.connected()) expect_conversation(call);
        }
    }
}

TEST(BehindNats, ARelayOnEitherSideReachesAnybody) {
    for (const auto caller : kinds) {
        for (const auto callee : kinds) {
            for (const bool ours : {false, true}) {
                World world(4);
                Call call(world, {.caller = behind(caller, !ours), .callee = behind(callee, ours)});
                ASSERT_TRUE(call.connect(2s))
                    << to_string(caller) << " calls " << to_string(callee);
                expect_conversation(call);
            }
        }
    }
}

// FastRTC's wire cannot tell the browser what the server finds after its answer. The server's own
// checks do, by what they look like on arrival (peer-reflexive), wherever they can arrive.
TEST(BehindNats, WhatIsFoundAfterTheAnswerIsKnownByItsChecks) {
    const auto call_without_a_word = [](Home caller, Home callee) {
        World world(7);
        Call call(world, {.caller = caller, .callee = callee, .server_trickles = false});
        const bool connected = call.connect(3s);
        if (connected) expect_conversation(call);
        return connected;
    };
    for (const auto callee : kinds) {
        const auto name = to_string(callee);
        EXPECT_TRUE(call_without_a_word(behind(NatKind::FullCone), behind(callee))) << name;
        EXPECT_TRUE(call_without_a_word(behind(NatKind::FullCone), behind(callee, true))) << name;
        EXPECT_FALSE(call_without_a_word(behind(NatKind::PortRestricted), behind(callee, true)))
            << name;
    }
}

TEST(BehindNats, WhereNoCheckArrivesARestartTellsWhatWasFound) {
    for (const auto callee : kinds) {
        World world(8);
        Call call(world, {.caller = behind(NatKind::PortRestricted),
                          .callee = behind(callee, true),
                          .server_trickles = false});
        EXPECT_FALSE(call.connect(3s)) << to_string(callee);
        call.restart_ice();
        ASSERT_TRUE(call.connect(3s)) << to_string(callee);
        expect_conversation(call);
    }
}

TEST(BehindNats, ARelayThatComesBackElsewhereIsToldByARestart) {
    World world(9);
    Call call(world, {.browser = {.video = false},
                      .caller = behind(NatKind::PortRestricted),
                      .callee = behind(NatKind::Symmetric, true)});
    ASSERT_TRUE(call.connect(3s));
    call.server_trickles = false;
    call.move_relay();
    const auto before = call.server_diary.ear.whole;
    call.talk(3s);
    EXPECT_EQ(call.server_diary.ear.whole, before) << "there is no other way";
    call.restart_ice();
    world.run_for(3s);
    call.talk(1s);
    EXPECT_EQ(call.server_diary.ear.whole - before, 50);
    EXPECT_THAT(call.server_diary.endings, IsEmpty());
    EXPECT_EQ(call.server_diary.connections, 1);
}

TEST(BehindNats, ARelayIsLeftForADirectPath) {
    World world(5);
    Call call(world, {.caller = behind(NatKind::PortRestricted, true),
                      .callee = behind(NatKind::PortRestricted, true)});
    ASSERT_TRUE(call.connect(2s));
    world.run_for(2s);
    int relayed = 0;
    world.watch([&](TransportAddress, Datagram& datagram) {
        relayed += datagram.leg != shared_port && datagram.bytes[0] >= 128;
    });
    expect_conversation(call);
    EXPECT_EQ(relayed, 0);
}

TEST(BehindNats, AnHourOfSilenceKeepsTheHoleOpen) {
    World world(6);
    Call call(world, {.browser = {.audio = true, .video = false},
                      .caller = {.nat = NatPolicy{.forgets_after = 30s}},
                      .callee = {.nat = NatPolicy{.forgets_after = 30s}}});
    ASSERT_TRUE(call.connect(2s));
    world.run_for(1h);
    EXPECT_THAT(call.server_diary.endings, IsEmpty());
    const auto before = call.server_diary.ear.whole;
    call.talk(1s);
    EXPECT_EQ(call.server_diary.ear.whole - before, 50);
}

TEST(BehindNats, ANatThatForgetsInMidCallCostsLessThanHalfASecond) {
    for (const auto ice : {peer::Ice::Lite, peer::Ice::Full}) {
        for (const auto seed : seeds(20)) {
            World world(seed);
            Call call(world, {.browser = {.video = false},
                              .link = {.delay = 30ms, .jitter = 10ms},
                              .ice = ice,
                              .caller = behind(NatKind::PortRestricted)});
            ASSERT_TRUE(call.connect(2s));
            call.let_speak(10s);
            world.run_for(4s);
            call.caller_nat->forget();
            world.run_for(7s);
            EXPECT_THAT(call.server_diary.endings, IsEmpty());
            EXPECT_GT(call.server_diary.ear.whole, 500 - 25);
            EXPECT_GT(call.browser_diary.ear.whole, 500 - 25);
            if (testing::Test::HasFailure()) return;
        }
    }
}

}  // namespace
}  // namespace salon::testing_world
