// What a peer is before anybody calls. Whole calls live in tests/.
#include "peer/peer.h"

#include <gmock/gmock.h>

#include "peer/packet_kind.h"
#include "world/offer.h"

namespace salon::peer {
namespace {

using testing::HasSubstr;

constexpr Moment start{1h};

const crypto::Certificate& certificate() {
    static const auto made = crypto::Certificate::self_signed();
    return made;
}

std::string offer() {
    return testing_world::offer_text({.ufrag = "abcd",
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
    const auto peer = answered(offer(), {.candidates = {address}});
    ASSERT_TRUE(peer);
    EXPECT_THAT(peer->answer_text(), HasSubstr("192.0.2.7 7860 typ host"));
    EXPECT_THAT(peer->answer_text(), HasSubstr("a=ice-ufrag:" + peer->local_ufrag()));
    EXPECT_THAT(peer->answer_text(), HasSubstr(certificate().fingerprint_text()));
    EXPECT_GE(peer->local_ufrag().size(), 16u);
    EXPECT_TRUE(peer->sends_audio());
    EXPECT_TRUE(peer->sends_video());
    EXPECT_FALSE(peer->connected());
}

TEST(Peer, SaysWhatIsWrongWithAnOffer) {
    const auto nonsense = answered("hello");
    ASSERT_FALSE(nonsense);
    EXPECT_EQ(nonsense.error().kind, sdp::OfferError::Kind::NotSdp);
    const auto refused = answered(offer(), {.video = false});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, sdp::OfferError::Kind::UnsupportedTrack);
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
    EXPECT_TRUE(peer->add_candidate("candidate:1 1 udp 2122260223 192.0.2.9 50000 typ host"));
    EXPECT_TRUE(peer->add_candidate("candidate:1 1 udp 2122260223 4f2a.local 50000 typ host"));
    EXPECT_FALSE(peer->add_candidate("garbage"));
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
