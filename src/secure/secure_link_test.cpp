#include "secure/secure_link.h"

#include <gmock/gmock.h>

#include <functional>
#include <map>

#include "base/overload.h"
#include "base/random.h"
#include "world/start.h"

namespace salon::secure {
namespace {

using crypto::Certificate;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Duration one_way = 20ms;

/// One side of a conversation, and what it heard.
struct Side {
    SecureLink link;
    bool connected = false;
    int closed = 0;
    std::vector<SecureFailure> failures{};
    std::vector<ByteBuffer> data{};
};

/// Two links, 20 ms apart, in virtual time. `fate` says how many copies of the n-th datagram
/// arrive.
class SecureLinkTest : public testing::Test {
protected:
    using Fate = std::function<int(std::size_t number)>;

    static int arrives(std::size_t) { return 1; }

    void meet(Role ada_role = Role::Active) {
        meet(ada_role, {ada_certificate.fingerprint()}, {ben_certificate.fingerprint()});
    }

    void meet(Role ada_role, std::vector<crypto::Fingerprint> ben_expects,
              std::vector<crypto::Fingerprint> ada_expects) {
        const auto ben_role = ada_role == Role::Active ? Role::Passive : Role::Active;
        on_the_way.clear();
        now = start;
        sent = 0;
        ada.emplace(Side{SecureLink(
            {.certificate = ada_certificate, .role = ada_role, .peer = std::move(ada_expects)},
            now)});
        ben.emplace(Side{SecureLink(
            {.certificate = ben_certificate, .role = ben_role, .peer = std::move(ben_expects)},
            now)});
    }

    void drain(Side& from, Side& to) {
        while (auto output = from.link.poll()) {
            std::visit(
                overload{[&](SecureDatagram& datagram) { post(datagram.bytes, to); },
                         [&](const SecureConnected&) { from.connected = true; },
                         [&](ApplicationData& data) { from.data.push_back(data.bytes); },
                         [&](const SecureClosed&) { ++from.closed; },
                         [&](const SecureFailed& why) { from.failures.push_back(why.reason); }},
                *output);
        }
    }

    void post(const ByteBuffer& bytes, Side& to) {
        EXPECT_TRUE(is_dtls(bytes));
        for (int copies = fate(sent++); copies > 0; --copies) {
            on_the_way.emplace(now + one_way, std::pair(&to, bytes));
        }
    }

    void run_until(Moment end) {
        for (;;) {
            drain(*ada, *ben);
            drain(*ben, *ada);
            const auto arrival = on_the_way.empty() ? never : on_the_way.begin()->first;
            const auto next = std::min({arrival, ada->link.deadline(), ben->link.deadline()});
            if (next > end) break;
            now = next;
            if (arrival == next) {
                const auto [to, bytes] = on_the_way.begin()->second;
                on_the_way.erase(on_the_way.begin());
                to->link.receive(bytes, now);
            } else {
                ada->link.advance(now);
                ben->link.advance(now);
            }
        }
        now = end;
    }

    bool both_connected() const { return ada->connected && ben->connected; }

    Certificate ada_certificate = Certificate::self_signed();
    Certificate ben_certificate = Certificate::self_signed();
    Moment now = start;
    std::optional<Side> ada;
    std::optional<Side> ben;
    std::multimap<Moment, std::pair<Side*, ByteBuffer>> on_the_way;
    Fate fate = arrives;
    std::size_t sent = 0;
};

TEST_F(SecureLinkTest, ConnectsInTwoRoundTripsInEitherRole) {
    for (const auto role : {Role::Active, Role::Passive}) {
        meet(role);
        run_until(start + 4 * one_way - 1us);
        EXPECT_FALSE(both_connected());
        run_until(start + 4 * one_way);
        EXPECT_TRUE(both_connected());
        EXPECT_EQ(sent, 4U);
        EXPECT_EQ(ada->link.deadline(), never);
        EXPECT_EQ(ben->link.deadline(), never);
    }
}

TEST_F(SecureLinkTest, ConnectsThoughAnySingleDatagramIsLost) {
    for (const auto role : {Role::Active, Role::Passive}) {
        for (std::size_t lost = 0; lost < 4; ++lost) {
            fate = [lost](std::size_t number) { return number == lost ? 0 : 1; };
            meet(role);
            run_until(start + 4 * one_way + 100ms);
            EXPECT_TRUE(both_connected()) << "without datagram " << lost;
        }
    }
}

TEST_F(SecureLinkTest, ConnectsThroughHeavyLossOrDoubling) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        Random random(seed);
        fate = [&](std::size_t) {
            return random.chance(0.4) ? 0 : 1 + (random.chance(0.3) ? 1 : 0);
        };
        meet();
        run_until(start + 15s);
        EXPECT_TRUE(both_connected()) << "seed " << seed;
    }
}

TEST_F(SecureLinkTest, WaitsTwiceAsLongEachTimeThenGivesUp) {
    std::vector<Duration> sent_at;
    fate = [&](std::size_t) {
        sent_at.push_back(now - start);
        return 0;
    };
    meet();
    run_until(start + 15s - 1us);
    EXPECT_THAT(sent_at, ElementsAre(0ms, 100ms, 300ms, 700ms, 1500ms, 3100ms, 4700ms, 6300ms,
                                     7900ms, 9500ms, 11100ms, 12700ms, 14300ms));
    EXPECT_THAT(ada->failures, IsEmpty());
    run_until(start + 15s);
    EXPECT_THAT(ada->failures, ElementsAre(SecureFailure::TimedOut));
    EXPECT_THAT(ben->failures, ElementsAre(SecureFailure::TimedOut));
    EXPECT_EQ(ada->link.deadline(), never);
}

TEST_F(SecureLinkTest, EndsCleanlyWhereverTheLineIsCut) {
    for (std::size_t cut = 0; cut < 4; ++cut) {
        fate = [cut](std::size_t number) { return number < cut ? 1 : 0; };
        meet();
        run_until(start + 60s);
        for (auto* side : {&*ada, &*ben}) {
            EXPECT_EQ(side->failures.size(), side->connected ? 0U : 1U) << "cut at " << cut;
        }
    }
}

TEST_F(SecureLinkTest, RefusesAnotherCertificateThanTheAnnouncedOne) {
    const auto mallory = Certificate::self_signed().fingerprint();
    meet(Role::Active, {ada_certificate.fingerprint()}, {mallory});
    run_until(start + 1s);
    EXPECT_FALSE(ada->connected || ben->connected);
    EXPECT_THAT(ada->failures, ElementsAre(SecureFailure::WrongFingerprint));
    EXPECT_THAT(ben->failures, ElementsAre(SecureFailure::Protocol));  // Told by an alert.

    meet(Role::Active, {mallory}, {ben_certificate.fingerprint()});
    run_until(start + 1s);
    EXPECT_FALSE(ada->connected || ben->connected);
    EXPECT_THAT(ben->failures, ElementsAre(SecureFailure::WrongFingerprint));
    EXPECT_THAT(ada->failures, ElementsAre(SecureFailure::Protocol));
}

TEST_F(SecureLinkTest, AcceptsOneOfSeveralFingerprints) {
    const auto other = Certificate::self_signed().fingerprint();
    meet(Role::Active, {other, ada_certificate.fingerprint()}, {ben_certificate.fingerprint()});
    run_until(start + 1s);
    EXPECT_TRUE(both_connected());
}

TEST_F(SecureLinkTest, MakesSrtpSessionsThatUnderstandEachOther) {
    meet();
    run_until(start + 1s);
    ASSERT_TRUE(both_connected());
    auto from_ada = ada->link.srtp();
    auto to_ben = ben->link.srtp();
    const ByteBuffer plain{0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 42, 1, 2, 3};
    auto packet = plain;
    ASSERT_TRUE(from_ada.protect(packet));
    const auto opened = to_ben.unprotect(packet);
    ASSERT_TRUE(opened);
    EXPECT_EQ(to_buffer(*opened), plain);
    packet = plain;
    ASSERT_TRUE(to_ben.protect(packet));
    EXPECT_TRUE(from_ada.unprotect(packet));
}

TEST_F(SecureLinkTest, CarriesDataOnceAndWhole) {
    meet();
    EXPECT_FALSE(ada->link.send(as_bytes("too early")));
    run_until(start + 1s);
    fate = [](std::size_t) { return 3; };  // Every datagram is replayed twice.
    const ByteBuffer sctp(1'200, 7);
    EXPECT_TRUE(ada->link.send(sctp));
    EXPECT_FALSE(ada->link.send({}));
    const auto before = sent;
    run_until(start + 2s);
    EXPECT_EQ(sent, before + 1);
    EXPECT_THAT(ben->data, ElementsAre(sctp));
}

TEST_F(SecureLinkTest, SaysGoodbye) {
    meet();
    run_until(start + 1s);
    ben->link.close();
    ben->link.close();
    run_until(start + 2s);
    EXPECT_EQ(ben->closed, 1);
    EXPECT_EQ(ada->closed, 1);
    EXPECT_FALSE(ada->link.send(as_bytes("late")));
}

TEST_F(SecureLinkTest, ClosesInTheMiddleOfAHandshakeToo) {
    meet();
    ada->link.close();
    run_until(start);
    EXPECT_EQ(ada->closed, 1);
    EXPECT_EQ(ada->link.deadline(), never);
}

TEST_F(SecureLinkTest, IsNotDisturbedByGarbage) {
    Random random(7);
    const auto disturb = [&](Side& side) {
        for (int i = 0; i < 200; ++i) {
            ByteBuffer garbage(random.below(1'500));
            random.fill(garbage);
            side.link.receive(garbage, now);
        }
    };
    meet();
    for (int step = 0; step <= 4; ++step) {
        run_until(start + step * one_way);
        disturb(*ada);
        disturb(*ben);
    }
    run_until(start + 1s);
    EXPECT_TRUE(both_connected());
    disturb(*ada);
    EXPECT_TRUE(ben->link.send(as_bytes("hello")));
    run_until(start + 2s);
    EXPECT_THAT(ada->data, SizeIs(1));
}

/// One handshake record, cut into two records with a fragment of the message each, as browsers do
/// with a ClientHello of 1413 bytes (RFC 6347 §4.2.3).
std::pair<ByteBuffer, ByteBuffer> split(const ByteBuffer& hello, std::size_t first_size) {
    ByteReader in(hello);
    const auto record = in.take(11);
    in.skip(2);
    const auto message = in.take(6);  // type, length, message number
    in.skip(6);
    const auto body = in.rest();
    const auto fragment = [&](std::size_t from, std::size_t size, std::uint8_t record_number) {
        ByteWriter out;
        out.bytes(record.first(10)).u8(record_number);
        out.u16(static_cast<std::uint16_t>(12 + size)).bytes(message);
        out.u24(static_cast<std::uint32_t>(from)).u24(static_cast<std::uint32_t>(size));
        return out.bytes(body.subspan(from, size)).take();
    };
    return {fragment(0, first_size, 10), fragment(first_size, body.size() - first_size, 11)};
}

TEST_F(SecureLinkTest, AcceptsAClientHelloInTwoDatagramsInAnyOrder) {
    for (const bool swapped : {false, true}) {
        meet(Role::Active);
        const auto hello = std::get<SecureDatagram>(*ada->link.poll()).bytes;
        auto [first, second] = split(hello, 50);
        if (swapped) std::swap(first, second);
        ben->link.receive(first, now);
        EXPECT_FALSE(ben->link.poll());
        ben->link.receive(second, now);
        run_until(start + 1s);
        EXPECT_TRUE(both_connected());
    }
}

}  // namespace
}  // namespace salon::secure
