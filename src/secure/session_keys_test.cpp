#include "secure/session_keys.h"

#include <gtest/gtest.h>

#include "wire/hex.h"

namespace salon::secure {
namespace {

using testing_wire::from_hex;

TEST(SessionKeys, AreThoseOfRfc3711B3) {
    const SrtpMaster master{.key = from_hex("e1f97a0d3e018be0d64fa32c06de4139"),
                            .salt = from_hex("0ec675ad498afeebb6960b3aabe6")};
    const auto keys = derive_session_keys(SrtpProfile::Aes128CmSha1_80, master, SrtpProtocol::Rtp);
    EXPECT_EQ(keys.cipher, from_hex("c61e7a93744f39ee10734afe3ff7a087"));
    EXPECT_EQ(keys.salt, from_hex("30cbbc08863d8c85d49db34a9ae1"));
    EXPECT_EQ(keys.tag, from_hex("cebe321f6ff7716b6fd4ab49af256a156d38baa4"));
}

TEST(SessionKeys, DifferByProtocol) {
    const SrtpMaster master{.key = ByteBuffer(32, 1), .salt = ByteBuffer(12, 2)};
    const auto rtp = derive_session_keys(SrtpProfile::AeadAes256Gcm, master, SrtpProtocol::Rtp);
    const auto rtcp = derive_session_keys(SrtpProfile::AeadAes256Gcm, master, SrtpProtocol::Rtcp);
    EXPECT_EQ(rtp.cipher.size(), 32U);
    EXPECT_EQ(rtp.salt.size(), 12U);
    EXPECT_TRUE(rtp.tag.empty());
    EXPECT_NE(rtp.cipher, rtcp.cipher);
    EXPECT_NE(rtp.salt, rtcp.salt);
}

TEST(SplitKeys, TakesKeysThenSaltsTheClientsFirst) {
    ByteBuffer material;
    for (const auto [count, value] : {std::pair{16, 1}, {16, 2}, {14, 3}, {14, 4}}) {
        material.insert(material.end(), static_cast<std::size_t>(count),
                        static_cast<std::uint8_t>(value));
    }
    const auto client = split_keys(SrtpProfile::Aes128CmSha1_80, material, true);
    EXPECT_EQ(client.ours.key, ByteBuffer(16, 1));
    EXPECT_EQ(client.ours.salt, ByteBuffer(14, 3));
    EXPECT_EQ(client.theirs.key, ByteBuffer(16, 2));
    EXPECT_EQ(client.theirs.salt, ByteBuffer(14, 4));
    const auto server = split_keys(SrtpProfile::Aes128CmSha1_80, material, false);
    EXPECT_EQ(server.ours.key, client.theirs.key);
    EXPECT_EQ(server.theirs.salt, client.ours.salt);
}

TEST(SrtpProfile, IsKnownByItsNumber) {
    EXPECT_EQ(srtp_profile(7), SrtpProfile::AeadAes128Gcm);
    EXPECT_EQ(srtp_profile(2), std::nullopt);  // The 32-bit tag: too short to offer.
    EXPECT_EQ(to_string(SrtpProfile::AeadAes128Gcm), "AEAD_AES_128_GCM");
}

}  // namespace
}  // namespace salon::secure
