#include "ice/lite_agent.h"

#include <gmock/gmock.h>

#include "base/overload.h"
#include "wire/hex.h"
#include "world/start.h"

namespace salon::ice {
namespace {

using stun::Class;
using stun::Message;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto our_pwd = "our-password-of-24-chars";
const stun::IntegrityKey our_key(as_bytes(our_pwd));

using Event = std::variant<PathValid, PathSelected, Failed>;

Path path(std::uint16_t port, Leg leg = shared_port) {
    return {{*IpAddress::parse("192.0.2.7"), port}, leg};
}

// A valid check under our_pwd by "ours:theirs" that carries attribute 0x7777, which must be
// understood.
const auto check_with_0x7777 = testing_wire::from_hex(
    "000100482112a442090807000000000000000000777700000024000400000001802a000800000000"
    "0000002a0006000b6f7572733a74686569727300000800140aa0e55c0bebc55427c6ee0576da8dd5"
    "12901f1980280004cc629cce");

class LiteAgentTest : public testing::Test {
protected:
    static Message check_message() {
        Message check{.kind = Class::Request};
        check.transaction = {9, 8, 7};
        check.username = "ours:theirs";
        check.priority = 1;
        check.controlling = 42;
        return check;
    }

    static Message nomination() {
        auto check = check_message();
        check.use_candidate = true;
        return check;
    }

    /// Sends a check and gives the answer, if one came; events go to `events`.
    std::optional<Message> ask(const Message& check, std::uint16_t from_port = 1000,
                               const stun::IntegrityKey* key = &our_key) {
        return ask_raw(stun::write(check, key), path(from_port));
    }

    std::optional<Message> ask_raw(Bytes bytes, const Path& from) {
        std::optional<Message> answer;
        agent.receive(bytes, from, now);
        while (auto output = agent.poll()) {
            if (const auto* datagram = std::get_if<Datagram>(&*output)) {
                EXPECT_EQ((Path{datagram->to, datagram->leg}), from);
                EXPECT_LE(datagram->bytes.size(), bytes.size());
                answer_bytes = datagram->bytes;
                answer = stun::parse(datagram->bytes)->message;
            } else {
                note(*output);
            }
        }
        return answer;
    }

    std::vector<Event> events_at(Moment moment) {
        now = moment;
        agent.advance(now);
        events.clear();
        while (auto output = agent.poll()) note(*output);
        return events;
    }

    void note(const Output& output) {
        std::visit(overload{[](const Datagram&) {}, [&](auto event) { events.push_back(event); }},
                   output);
    }

    Moment now = start;
    LiteAgent agent{{.local = {.ufrag = "ours", .pwd = our_pwd}, .addresses_max = 3}, start};
    std::vector<Event> events;
    ByteBuffer answer_bytes;
};

TEST_F(LiteAgentTest, AnswersAValidCheckWithTheAddressItCameFrom) {
    const auto answer = ask(check_message());
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->kind, Class::Success);
    EXPECT_EQ(answer->transaction, check_message().transaction);
    EXPECT_EQ(answer->mapped_address, path(1000).remote);
    const auto parsed = stun::parse(answer_bytes);
    EXPECT_TRUE(parsed->has_fingerprint);
    EXPECT_TRUE(stun::has_integrity(answer_bytes, *parsed, our_key));
}

TEST_F(LiteAgentTest, AnswersByTheLegTheCheckCameInBy) {
    const auto by_relay = path(1000, Leg(2));
    EXPECT_TRUE(ask_raw(stun::write(nomination(), &our_key), by_relay));
    EXPECT_TRUE(agent.trusts(by_relay));
    EXPECT_FALSE(agent.trusts(path(1000)));
    EXPECT_EQ(agent.path(), by_relay);
}

TEST_F(LiteAgentTest, HasAValidPathBeforeNominationAndWithoutARemoteDescription) {
    EXPECT_EQ(agent.path(), std::nullopt);
    ask(check_message());
    EXPECT_THAT(events, ElementsAre(Event(PathValid{path(1000)})));
    EXPECT_TRUE(agent.trusts(path(1000)));
    EXPECT_FALSE(agent.trusts(path(1001)));
    EXPECT_EQ(agent.path(), path(1000));
    ask(check_message());
    EXPECT_THAT(events, SizeIs(1));  // Told once.
}

TEST_F(LiteAgentTest, SelectsWhatIsNominatedAndSwitchesToTheNewest) {
    ask(nomination(), 1000);  // Firefox nominates in its very first check.
    ask(check_message(), 1001);
    ask(nomination(), 1001);
    ask(nomination(), 1001);
    ask(nomination(), 1000);
    EXPECT_THAT(events, ElementsAre(Event(PathValid{path(1000)}), Event(PathSelected{path(1000)}),
                                    Event(PathValid{path(1001)}), Event(PathSelected{path(1001)}),
                                    Event(PathSelected{path(1000)})));
    EXPECT_EQ(agent.path(), path(1000));
}

TEST_F(LiteAgentTest, RefusesAWrongPasswordWithoutProvingItsOwn) {
    const stun::IntegrityKey wrong(as_bytes("wrong-password"));
    const auto answer = ask(nomination(), 1000, &wrong);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->kind, Class::Error);
    EXPECT_EQ(answer->error->code, 401);
    EXPECT_FALSE(stun::parse(answer_bytes)->integrity_at);
    EXPECT_THAT(events, IsEmpty());
    EXPECT_FALSE(agent.trusts(path(1000)));
}

TEST_F(LiteAgentTest, RefusesAForeignUsername) {
    auto check = check_message();
    check.username = "others:theirs";
    EXPECT_EQ(ask(check)->error->code, 401);
    check.username = "ours";
    EXPECT_EQ(ask(check)->error->code, 401);
}

TEST_F(LiteAgentTest, KnowsThePeersUfragOnceItIsTold) {
    agent.set_remote({.ufrag = "theirs", .pwd = {}}, now);
    EXPECT_EQ(ask(check_message())->kind, Class::Success);
    auto check = check_message();
    check.username = "ours:someone";
    EXPECT_EQ(ask(check)->error->code, 401);
}

TEST_F(LiteAgentTest, RefusesACheckWithoutCredentials) {
    EXPECT_EQ(ask(check_message(), 1000, nullptr)->error->code, 400);
    auto check = check_message();
    check.username.reset();
    EXPECT_EQ(ask(check)->error->code, 400);
}

TEST_F(LiteAgentTest, NeverAnswersWithMoreThanItWasSent) {
    const auto small = stun::write(Message{}, nullptr);  // 28 bytes; a refusal has 36.
    EXPECT_EQ(ask_raw(small, path(1000)), std::nullopt);
    EXPECT_EQ(agent.stats().checks_refused, 1U);
}

TEST_F(LiteAgentTest, RefusesOnlySoManyChecksASecond) {
    int answers = 0;
    for (int i = 0; i < Responder::refusals_a_second_max + 5; ++i) {
        answers += ask(check_message(), 1000, nullptr).has_value() ? 1 : 0;
    }
    EXPECT_EQ(answers, Responder::refusals_a_second_max);
    EXPECT_EQ(ask(check_message())->kind, Class::Success);  // A right one is always answered.
    now += 1s;
    EXPECT_TRUE(ask(check_message(), 1000, nullptr));
}

TEST_F(LiteAgentTest, StaysControlled) {
    auto check = nomination();
    check.controlling.reset();
    check.controlled = 42;
    EXPECT_EQ(ask(check)->error->code, 487);
    EXPECT_THAT(events, IsEmpty());
}

TEST_F(LiteAgentTest, NamesTheAttributesItDoesNotUnderstand) {
    const auto answer = ask_raw(check_with_0x7777, path(1000));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error->code, 420);
    EXPECT_THAT(answer->unknown_attributes, ElementsAre(0x7777));
    EXPECT_TRUE(stun::parse(answer_bytes)->integrity_at);
}

TEST_F(LiteAgentTest, DropsWhatIsNoBindingRequest) {
    auto message = check_message();
    message.kind = Class::Indication;
    EXPECT_EQ(ask(message), std::nullopt);
    message.kind = Class::Success;
    EXPECT_EQ(ask(message), std::nullopt);
    message.kind = Class::Request;
    message.method = 3;  // TURN's Allocate
    EXPECT_EQ(ask(message), std::nullopt);
    EXPECT_EQ(ask_raw(as_bytes("garbage"), path(1)), std::nullopt);
    EXPECT_EQ(ask_raw({}, path(1)), std::nullopt);
    EXPECT_EQ(agent.stats().datagrams_dropped, 5U);
}

TEST_F(LiteAgentTest, GivesUpWhenNobodyEverCalls) {
    EXPECT_EQ(agent.deadline(), start + 15s);
    EXPECT_THAT(events_at(start + 15s - 1us), IsEmpty());
    EXPECT_THAT(events_at(start + 15s), ElementsAre(Event(Failed{FailReason::NoCheck})));
    EXPECT_EQ(agent.deadline(), never);
    EXPECT_EQ(ask(check_message()), std::nullopt);
}

TEST_F(LiteAgentTest, LosesConsentAfterThirtySilentSeconds) {
    now = start + 10s;
    ask(nomination());
    EXPECT_EQ(agent.deadline(), start + 40s);
    EXPECT_THAT(events_at(start + 40s - 1us), IsEmpty());
    EXPECT_TRUE(agent.trusts(path(1000)));
    EXPECT_THAT(events_at(start + 40s), ElementsAre(Event(Failed{FailReason::ConsentLost})));
    EXPECT_FALSE(agent.trusts(path(1000)));
    EXPECT_EQ(agent.path(), std::nullopt);
}

TEST_F(LiteAgentTest, KeepsConsentOnlyByAuthenticatedRequests) {
    ask(check_message());
    now = start + 29s;
    ask(check_message(), 1000, nullptr);  // Anybody can send this one.
    EXPECT_EQ(agent.deadline(), start + 30s);
    ask(check_message());
    EXPECT_EQ(agent.deadline(), start + 59s);
}

TEST_F(LiteAgentTest, FallsBackToAPathThatIsAlive) {
    ask(nomination(), 1000);
    now = start + 20s;
    ask(check_message(), 1001);
    EXPECT_EQ(agent.path(), path(1000));
    EXPECT_THAT(events_at(start + 30s), ElementsAre(Event(PathSelected{path(1001)})));
    EXPECT_FALSE(agent.trusts(path(1000)));
}

TEST_F(LiteAgentTest, KeepsItsPathThroughARestartUntilThePeerNominatesAnew) {
    ask(nomination(), 1000);
    const auto new_pwd = std::string("the-new-password-of-25-ch");
    const stun::IntegrityKey new_key(as_bytes(new_pwd));
    agent.restart({.ufrag = "ours2", .pwd = new_pwd}, {.ufrag = "theirs2", .pwd = {}}, now);
    EXPECT_TRUE(agent.trusts(path(1000)));
    EXPECT_EQ(agent.path(), path(1000));
    EXPECT_EQ(ask(check_message(), 1000)->kind, Class::Success);  // The former credentials.

    auto check = nomination();
    check.username = "ours2:theirs2";
    EXPECT_EQ(ask(check, 2000, &our_key)->error->code, 401);
    EXPECT_EQ(ask(check, 2000, &new_key)->kind, Class::Success);
    EXPECT_EQ(agent.path(), path(2000));
    ask(nomination(), 1000);  // A late one from before the restart.
    EXPECT_EQ(agent.path(), path(2000));
}

TEST_F(LiteAgentTest, FollowsRoamedMediaAtOnceButNotForLongWithoutACheck) {
    ask(nomination(), 1000);
    now += 10s;
    agent.roamed(path(2000), now);
    EXPECT_EQ(agent.path(), path(2000));
    EXPECT_THAT(events_at(now + 5s - 1us), SizeIs(2));
    EXPECT_THAT(events_at(now + 1us), ElementsAre(Event(PathSelected{path(1000)})));

    agent.roamed(path(2000), now);
    ask(check_message(), 2000);
    EXPECT_THAT(events_at(now + 14s), IsEmpty());
    EXPECT_EQ(agent.path(), path(2000));
}

TEST_F(LiteAgentTest, FollowsMediaToAPathThatIsCheckedAndNotYetNominated) {
    ask(nomination(), 1000);
    ask(check_message(), 2000);
    agent.roamed(path(2000), now);
    EXPECT_EQ(agent.path(), path(2000));
    EXPECT_THAT(events_at(now + 29s), ElementsAre(Event(PathSelected{path(2000)})));
    EXPECT_EQ(agent.path(), path(2000));
}

TEST_F(LiteAgentTest, RemembersAFewAddressesAndForgetsTheMostSilent) {
    ask(nomination(), 1000);
    for (std::uint16_t port = 1001; port <= 1003; ++port) {
        now += 1s;
        ask(check_message(), port);
    }
    EXPECT_TRUE(agent.trusts(path(1000)));  // Silent for longest, but in use.
    EXPECT_FALSE(agent.trusts(path(1001)));
    EXPECT_TRUE(agent.trusts(path(1002)));
    EXPECT_TRUE(agent.trusts(path(1003)));
}

TEST_F(LiteAgentTest, AnswersOverIpv6Too) {
    const TransportAddress from{*IpAddress::parse("2001:db8::1"), 5000};
    const auto answer = ask_raw(stun::write(check_message(), &our_key), {from});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->mapped_address, from);
}

}  // namespace
}  // namespace salon::ice
