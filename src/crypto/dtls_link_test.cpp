#include "crypto/dtls_link.h"

#include <gmock/gmock.h>

namespace salon::crypto {
namespace {

using testing::Each;
using testing::Le;
using testing::Not;
using testing::SizeIs;

class DtlsLinkTest : public testing::Test {
protected:
    /// Carries everything both ways until nobody has more to say.
    void carry() {
        for (bool moved = true; moved;) {
            moved = false;
            while (auto datagram = client.take_datagram()) {
                sizes.push_back(datagram->size());
                server.receive(*datagram);
                moved = true;
            }
            while (auto datagram = server.take_datagram()) {
                sizes.push_back(datagram->size());
                client.receive(*datagram);
                moved = true;
            }
        }
    }

    Certificate ada = Certificate::self_signed();
    Certificate ben = Certificate::self_signed();
    DtlsLink client{ada, DtlsRole::Client, {ben.fingerprint()}};
    DtlsLink server{ben, DtlsRole::Server, {ada.fingerprint()}};
    std::vector<std::size_t> sizes;
};

TEST_F(DtlsLinkTest, ShakesHandsInFourFlights) {
    carry();
    EXPECT_EQ(client.state(), DtlsState::Connected);
    EXPECT_EQ(server.state(), DtlsState::Connected);
    EXPECT_THAT(sizes, Each(Le(DtlsLink::handshake_datagram_max)));
    EXPECT_THAT(sizes, SizeIs(4));
}

TEST_F(DtlsLinkTest, AgreesOnTheFirstProfileAndTheSameKeys) {
    carry();
    EXPECT_EQ(client.srtp_profile(), 7);  // AEAD_AES_128_GCM
    EXPECT_EQ(server.srtp_profile(), 7);
    EXPECT_EQ(client.export_srtp_keys(56), server.export_srtp_keys(56));
}

TEST_F(DtlsLinkTest, KeepsDataInOneDatagramHoweverLarge) {
    carry();
    for (const std::size_t size : {std::size_t{1}, std::size_t{1200}, DtlsLink::data_size_max}) {
        const ByteBuffer data(size, 7);
        ASSERT_TRUE(client.send(data));
        const auto datagram = client.take_datagram();
        ASSERT_TRUE(datagram);
        EXPECT_FALSE(client.take_datagram());
        server.receive(*datagram);
        EXPECT_EQ(server.take_data(), data);
    }
}

TEST_F(DtlsLinkTest, RefusesDataItCannotCarry) {
    EXPECT_FALSE(client.send(ByteBuffer(1)));  // Not connected yet.
    carry();
    EXPECT_FALSE(client.send({}));
    EXPECT_FALSE(client.send(ByteBuffer(DtlsLink::data_size_max + 1)));
}

TEST_F(DtlsLinkTest, SaysGoodbyeOnce) {
    carry();
    client.close();
    EXPECT_EQ(client.state(), DtlsState::Closed);
    const auto goodbye = client.take_datagram();
    ASSERT_TRUE(goodbye);
    server.receive(*goodbye);
    EXPECT_EQ(server.state(), DtlsState::Closed);
    EXPECT_FALSE(server.send(ByteBuffer(1)));
}

TEST_F(DtlsLinkTest, RetransmitsOnlyWhatAwaitsAnAnswer) {
    EXPECT_FALSE(server.awaits_answer());
    server.retransmit();
    EXPECT_FALSE(server.take_datagram());

    EXPECT_TRUE(client.awaits_answer());
    const auto hello = client.take_datagram();
    client.retransmit();
    const auto again = client.take_datagram();
    ASSERT_TRUE(hello && again);
    EXPECT_EQ(again->size(), hello->size());
    EXPECT_THAT(*again, Not(*hello));  // A record number of its own: the peer must not drop it.
    server.receive(*again);
    carry();
    EXPECT_EQ(server.state(), DtlsState::Connected);
    EXPECT_FALSE(client.awaits_answer());
    EXPECT_FALSE(server.awaits_answer());
}

TEST_F(DtlsLinkTest, GivesUpAfterTwelveRetransmissions) {
    for (int i = 0; i < 12; ++i) client.retransmit();
    EXPECT_EQ(client.state(), DtlsState::Handshaking);
    client.retransmit();
    EXPECT_EQ(client.state(), DtlsState::Broken);
}

TEST_F(DtlsLinkTest, GoesOnAfterMoving) {
    DtlsLink moved(std::move(client));
    server.receive(*moved.take_datagram());
    moved.receive(*server.take_datagram());
    server.receive(*moved.take_datagram());
    moved.receive(*server.take_datagram());
    EXPECT_EQ(moved.state(), DtlsState::Connected);
}

TEST_F(DtlsLinkTest, BelievesOnlyTheStrongestHashAnnounced) {
    auto strong = ben.fingerprint();
    strong.hash = Hash::Sha512;
    strong.digest.assign(64, 0);
    client = DtlsLink(ada, DtlsRole::Client, {ben.fingerprint(), strong});
    carry();
    EXPECT_EQ(client.state(), DtlsState::WrongFingerprint);
    EXPECT_EQ(server.state(), DtlsState::Broken);  // It was told.
}

}  // namespace
}  // namespace salon::crypto
