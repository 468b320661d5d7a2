// The packets of RFC 7714, sections 16 and 17, which give session keys rather than master keys.
#include "secure/srtp_transform.h"

#include <gtest/gtest.h>

#include "secure/srtp_packet.h"
#include "wire/hex.h"

namespace salon::secure {
namespace {

using testing_wire::from_hex;
using Use = SrtpTransform::Use;

const auto rtp = from_hex(
    "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070"
    "61727465 73207472 6573");
const auto rtcp = from_hex(
    "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef"
    "deadbeef deadbeef deadbeef");

struct Rfc7714Case {
    SrtpProfile profile;
    const char* key;
    const char* srtp;
    const char* srtcp;
};

const Rfc7714Case cases[] = {
    {SrtpProfile::AeadAes128Gcm, "000102030405060708090a0b0c0d0e0f",
     "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a"
     "51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce",
     "81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda"
     "4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4"},
    {SrtpProfile::AeadAes256Gcm, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
     "8040f17b 8041f8d3 5501a0b2 32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02"
     "76ffae0f 1ba63799 b87b7aa3 db36dfff d6b0f9bb 7878d7a7 6c13",
     "81c8000d 4d617273 d50ae4d1 f5ce5d30 4ba297e4 7d470c28 2c3ece5d bffe0a50 a2eaa5c1 110555be"
     "8415f658 c61de047 6f1b6fad 1d1eb30c 4446839f 57ff6f6c b26ac3be 800005d4"},
};

SessionKeys session_keys(const Rfc7714Case& rfc) {
    return {.cipher = from_hex(rfc.key), .tag = {}, .salt = from_hex("517569642070726f2071756f")};
}

TEST(SrtpTransform, ProtectsAsRfc7714Does) {
    for (const auto& rfc : cases) {
        const SrtpTransform transform(rfc.profile, session_keys(rfc), Use::Protect);
        auto packet = rtp;
        transform.protect_rtp(packet, 12, 0xf17b);
        EXPECT_EQ(packet, from_hex(rfc.srtp)) << to_string(rfc.profile);
        packet = rtcp;
        transform.protect_rtcp(packet, 0x5d4);
        EXPECT_EQ(packet, from_hex(rfc.srtcp)) << to_string(rfc.profile);
    }
}

TEST(SrtpTransform, OpensWhatRfc7714Protected) {
    for (const auto& rfc : cases) {
        const SrtpTransform transform(rfc.profile, session_keys(rfc), Use::Unprotect);
        auto packet = from_hex(rfc.srtp);
        const auto plain = transform.unprotect_rtp(packet, 12, 0xf17b);
        ASSERT_TRUE(plain);
        EXPECT_EQ(to_buffer(*plain), rtp);
        packet = from_hex(rfc.srtcp);
        EXPECT_EQ(transform.srtcp_index(packet), 0x5d4U);
        const auto plain_rtcp = transform.unprotect_rtcp(packet);
        ASSERT_TRUE(plain_rtcp);
        EXPECT_EQ(to_buffer(*plain_rtcp), rtcp);
    }
}

TEST(SrtpTransform, RefusesRtcpThatIsOnlyTagged) {  // RFC 7714 §17.3: allowed there, not in WebRTC.
    auto packet = rtcp;
    const auto trailer = from_hex("841dd968 3dd78ec9 2ae58790 125f62b3 000005d4");
    packet.insert(packet.end(), trailer.begin(), trailer.end());
    const SrtpTransform transform(cases[0].profile, session_keys(cases[0]), Use::Unprotect);
    EXPECT_FALSE(transform.srtcp_index(packet));
    EXPECT_FALSE(transform.unprotect_rtcp(packet));
}

}  // namespace
}  // namespace salon::secure
