#include "crypto/hmac.h"

#include <gmock/gmock.h>

#include "wire/hex.h"

namespace salon::crypto {
namespace {

using testing::ElementsAreArray;
using testing_wire::from_hex;

struct Rfc2202Case {
    ByteBuffer key;
    ByteBuffer data;
    std::string_view tag;
};

ByteBuffer text(std::string_view words) { return to_buffer(as_bytes(words)); }

TEST(HmacSha1, MakesTheTagsOfRfc2202) {
    const std::vector<Rfc2202Case> cases{
        {ByteBuffer(20, 0x0b), text("Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00"},
        {text("Jefe"), text("what do ya want for nothing?"),
         "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
        {ByteBuffer(20, 0xaa), ByteBuffer(50, 0xdd), "125d7342b9ac11cd91a39af48aa17b4f63f175d3"},
        {from_hex("0102030405060708090a0b0c0d0e0f10111213141516171819"), ByteBuffer(50, 0xcd),
         "4c9007f4026250c6bc8414f9bf50c86c2d7235da"},
        {ByteBuffer(20, 0x0c), text("Test With Truncation"),
         "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"},
        {ByteBuffer(80, 0xaa), text("Test Using Larger Than Block-Size Key - Hash Key First"),
         "aa4ae5e15272d00e95705637ce8a3b55ed402112"},
        {ByteBuffer(80, 0xaa),
         text("Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data"),
         "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"},
    };
    for (const auto& [key, data, tag] : cases) {
        EXPECT_THAT(HmacSha1(key).tag({data}), ElementsAreArray(from_hex(tag)));
    }
}

TEST(HmacSha1, DoesNotCareHowTheMessageIsCut) {
    const HmacSha1 hmac(as_bytes("Jefe"));
    EXPECT_EQ(hmac.tag({as_bytes("what do ya "), {}, as_bytes("want for nothing?")}),
              hmac.tag({as_bytes("what do ya want for nothing?")}));
}

TEST(HmacSha256, MakesATagOfRfc4231) {
    EXPECT_THAT(
        hmac_sha256(as_bytes("Jefe"), {as_bytes("what do ya want for "), as_bytes("nothing?")}),
        ElementsAreArray(
            from_hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")));
}

TEST(HmacSha256, TakesAnEmptyKey) {  // HMAC-SHA256("", ""), as every implementation gives it.
    EXPECT_THAT(hmac_sha256({}, {}),
                ElementsAreArray(
                    from_hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")));
}

TEST(SameSecret, ComparesContentAndLength) {
    EXPECT_TRUE(same_secret(as_bytes("abc"), as_bytes("abc")));
    EXPECT_FALSE(same_secret(as_bytes("abc"), as_bytes("abd")));
    EXPECT_FALSE(same_secret(as_bytes("abc"), as_bytes("ab")));
    EXPECT_TRUE(same_secret({}, {}));
}

}  // namespace
}  // namespace salon::crypto
