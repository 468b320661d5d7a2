// What a peer is before anybody calls. Whole calls live in tests/.
#include "peer/peer.h"

#include <gmock/gmock.h>

#include "peer/packet_kind.h"
#include "world/offer.h"
#include "world/start.h"

namespace salon::peer {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const crypto::Certificate& certificate() {
    static const auto made = crypto::Certificate::self_signed();
    return made;
}

std::string offer(const std::string& ufrag = "abcd") {
    return testing_world::offer_text({.ufrag = ufrag,
                                      .pwd = "0123456789abcdefghijkl",
                                      .fingerprint = certificate().fingerprint_text(),
                                      .audio_ssrc = 1,
                                      .video_ssrc = 2,
                                      .video_rtx_ssrc = 3});
}

Result<Peer, sdp::OfferError> answered(std::string_view text, PeerOptions options = {}) {
    options.certificate = &certificate();
    return Peer::answer(text, options, Random(7), start);
}

TEST(Peer, AnswersWithItsAddressUfragAndFingerprint) {
    const auto address = TransportAddress{.ip = *IpAddress::parse("192.0.2.7"), .port = 7860};
    const auto peer = answered(offer(), {.candidates = {{.address = address}}});
    ASSERT_TRUE(peer);
    EXPECT_THAT(peer->answer_text(), HasSubstr("192.0.2.7 7860 typ host"));
    EXPECT_THAT(peer->answer_text(), HasSubstr("a=ice-ufrag:" + peer->local_ufrag()));
    EXPECT_THAT(peer->answer_text(), HasSubstr(certificate().fingerprint_text()));
    EXPECT_GE(peer->local_ufrag().size(), 16u);
    EXPECT_TRUE(peer->sends_audio());
    EXPECT_TRUE(peer->sends_video());
    EXPECT_FALSE(peer->connected());
}

const ice::LocalCandidate host{.address = {*IpAddress::parse("192.0.2.7"), 7860}};
const ice::LocalCandidate relayed{.kind = ice::CandidateKind::Relayed,
                                  .address = {*IpAddress::parse("203.0.113.9"), 9000},
                                  .leg = Leg(2)};

TEST(Peer, IsLiteUnlessToldOtherwise) {
    EXPECT_THAT(answered(offer())->answer_text(), HasSubstr("a=ice-lite\r\n"));
    const auto full = answered(offer(), {.candidates = {host, relayed}, .ice = Ice::Full});
    EXPECT_THAT(full->answer_text(), Not(HasSubstr("a=ice-lite")));
    EXPECT_THAT(full->answer_text(), HasSubstr("a=ice-options:trickle\r\n"));
    EXPECT_THAT(full->answer_text(), HasSubstr("203.0.113.9 9000 typ relay"));
    EXPECT_THAT(full->answer_text(), HasSubstr("a=end-of-candidates\r\n"));
}

TEST(Peer, TellsOnlyTheCandidatesItUses) {
    const auto lite = answered(offer(), {.candidates = {host, relayed}});
    EXPECT_THAT(lite->answer_text(), Not(HasSubstr("typ relay")));
    const auto hidden = answered(offer(), {.candidates = {host, relayed},
                                           .ice = Ice::Full,
                                           .filter = ice::CandidateFilter::RelayOnly});
    EXPECT_THAT(hidden->answer_text(), Not(HasSubstr("typ host")));
    EXPECT_THAT(hidden->answer_text(), HasSubstr("typ relay"));
}

TEST(Peer, TricklesWhatItFindsLater) {
    auto peer =
        answered(offer(), {.candidates = {host}, .ice = Ice::Full, .more_candidates = true});
    ASSERT_TRUE(peer);
    EXPECT_THAT(peer->answer_text(), Not(HasSubstr("a=end-of-candidates")));
    peer->add_local(relayed, start);
    peer->end_of_candidates(start);
    const auto found = peer->poll();
    ASSERT_TRUE(found);
    EXPECT_THAT(std::get<CandidateFound>(*found).line,
                AllOf(HasSubstr("203.0.113.9 9000 typ relay"), HasSubstr(peer->local_ufrag())));
    EXPECT_EQ(std::get<CandidateFound>(*peer->poll()).line, "");
}

TEST(Peer, AnswersARestartWithNewCredentialsAndTheSameStreams) {
    for (const auto ice : {Ice::Lite, Ice::Full}) {
        auto peer = answered(offer(), {.candidates = {host}, .ice = ice});
        ASSERT_TRUE(peer);
        const auto before = *sdp::parse(peer->answer_text());
        ASSERT_TRUE(peer->restart(offer("efgh"), start));
        const auto after = *sdp::parse(peer->answer_text());
        EXPECT_NE(after.media[0].transport.ufrag, before.media[0].transport.ufrag);
        EXPECT_NE(after.media[0].transport.pwd, before.media[0].transport.pwd);
        EXPECT_EQ(after.media[0].transport.ufrag, peer->local_ufrag());
        EXPECT_EQ(after.media[0].transport.candidates, before.media[0].transport.candidates);
        EXPECT_EQ(after.media[0].transport.setup, before.media[0].transport.setup);
        EXPECT_EQ(after.media[0].sources, before.media[0].sources);
        EXPECT_EQ(after.session_id, before.session_id);
        EXPECT_EQ(after.version, before.version + 1);
    }
}

TEST(Peer, AnOfferWithTheSameCredentialsRestartsNothing) {
    auto peer = answered(offer());
    const auto ufrag = peer->local_ufrag();
    ASSERT_TRUE(peer->restart(offer(), start));
    EXPECT_EQ(peer->local_ufrag(), ufrag);
}

TEST(Peer, TakesNoOtherCallForARestart) {
    auto peer = answered(offer());
    const auto answer = peer->answer_text();
    auto other = offer("efgh");
    const auto print = certificate().fingerprint_text();
    for (auto at = other.find(print); at != std::string::npos; at = other.find(print, at + 1)) {
        other[at + 9] = other[at + 9] == 'A' ? 'B' : 'A';
    }
    const auto refused = peer->restart(other, start);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, sdp::OfferError::Kind::AnotherCall);
    EXPECT_EQ(peer->restart("hello", start).error().kind, sdp::OfferError::Kind::NotSdp);
    EXPECT_EQ(peer->answer_text(), answer);
}

TEST(Peer, SaysWhatIsWrongWithAnOffer) {
    const auto nonsense = answered("hello");
    ASSERT_FALSE(nonsense);
    EXPECT_EQ(nonsense.error().kind, sdp::OfferError::Kind::NotSdp);
    const auto refused = answered(offer(), {.audio = false, .video = false});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, sdp::OfferError::Kind::UnsupportedTracks);
}

TEST(Peer, TakesOnlyTheTracksItCarriesAndOnlyTheirWay) {
    const auto sound = answered(offer(), {.video = false});
    ASSERT_TRUE(sound);
    EXPECT_TRUE(sound->sends_audio());
    EXPECT_FALSE(sound->sends_video());
    const auto ear = answered(offer(), {.direction = sdp::Direction::ReceiveOnly});
    ASSERT_TRUE(ear);
    EXPECT_FALSE(ear->sends_audio());
    EXPECT_EQ(sdp::parse(ear->answer_text())->media[0].direction, sdp::Direction::ReceiveOnly);
}

TEST(Peer, RefusesAnOfferWhoseFingerprintProvesNothing) {
    auto text = offer();
    for (auto at = text.find("sha-256"); at != std::string::npos; at = text.find("sha-256")) {
        text.replace(at, text.find("\r\n", at) - at,
                     "md5 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF");
    }
    const auto peer = answered(text);
    ASSERT_FALSE(peer);
    EXPECT_EQ(peer.error().kind, sdp::OfferError::Kind::NoFingerprint);
}

TEST(Peer, ReadsTrickledCandidatesAndNoNonsense) {
    auto peer = answered(offer());
    ASSERT_TRUE(peer);
    EXPECT_TRUE(
        peer->add_candidate("candidate:1 1 udp 2122260223 192.0.2.9 50000 typ host", start));
    EXPECT_TRUE(
        peer->add_candidate("candidate:1 1 udp 2122260223 4f2a.local 50000 typ host", start));
    EXPECT_FALSE(peer->add_candidate("garbage", start));
}

TEST(Peer, ClosedBeforeAnybodyCameSaysSoOnceAndIsQuiet) {
    auto peer = answered(offer());
    ASSERT_TRUE(peer);
    peer->close(start);
    const auto output = peer->poll();
    ASSERT_TRUE(output);
    EXPECT_EQ(std::get<Closed>(*output).reason, CloseReason::LocalClose);
    EXPECT_FALSE(peer->poll());
    EXPECT_EQ(peer->deadline(), never);
    peer->advance(start + 1h);
    EXPECT_FALSE(peer->poll());
}

TEST(PacketKind, FollowsTheFirstByte) {
    const auto kind = [](std::uint8_t first) { return packet_kind(ByteBuffer{first}); };
    EXPECT_EQ(kind(0), PacketKind::Stun);
    EXPECT_EQ(kind(3), PacketKind::Stun);
    EXPECT_EQ(kind(4), PacketKind::Unknown);
    EXPECT_EQ(kind(19), PacketKind::Unknown);
    EXPECT_EQ(kind(20), PacketKind::Dtls);
    EXPECT_EQ(kind(63), PacketKind::Dtls);
    EXPECT_EQ(kind(64), PacketKind::Unknown);
    EXPECT_EQ(kind(127), PacketKind::Unknown);
    EXPECT_EQ(kind(128), PacketKind::Media);
    EXPECT_EQ(kind(191), PacketKind::Media);
    EXPECT_EQ(kind(192), PacketKind::Unknown);
    EXPECT_EQ(packet_kind({}), PacketKind::Unknown);
}

}  // namespace
}  // namespace salon::peer
