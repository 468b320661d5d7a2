#include "crypto/cipher.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "wire/hex.h"

namespace salon::crypto {
namespace {

using testing_wire::from_hex;

TEST(AesCounter, MakesTheKeyStreamOfRfc3711B2) {
    const AesCounter cipher(from_hex("2b7e151628aed2a6abf7158809cf4f3c"));
    std::array<std::uint8_t, 16> counter{};
    std::ranges::copy(from_hex("f0f1f2f3f4f5f6f7f8f9fafbfcfd0000"), counter.begin());
    ByteBuffer stream(0xff02 * 16);
    cipher.apply(counter, stream);
    const auto block = [&](std::size_t i) { return to_buffer(Bytes(stream).subspan(16 * i, 16)); };
    EXPECT_EQ(block(0), from_hex("e03ead0935c95e80e166b16dd92b4eb4"));
    EXPECT_EQ(block(1), from_hex("d23513162b02d0f72a43a2fe4a5f97ab"));
    EXPECT_EQ(block(2), from_hex("41e95b3bb0a2e8dd477901e4fca894c0"));
    EXPECT_EQ(block(0xfeff), from_hex("ec8cdf7398607cb0f2d21675ea9ea1e4"));
    EXPECT_EQ(block(0xff00), from_hex("362b7c3c6773516318a077d7fc5073ae"));
    EXPECT_EQ(block(0xff01), from_hex("6a2cc3787889374fbeb4c81b17ba6c44"));
}

class AesGcmTest : public testing::Test {
protected:
    ByteBuffer key = ByteBuffer(16, 3);
    AesGcm seal{key, AesGcm::Use::Seal};
    AesGcm open{key, AesGcm::Use::Open};
    AesGcm::Nonce nonce{1, 2, 3};
    ByteBuffer plain = to_buffer(as_bytes("Gallia est omnis divisa"));
    ByteBuffer text = plain;
    ByteBuffer tag = ByteBuffer(AesGcm::tag_size);
};

TEST_F(AesGcmTest, OpensWhatItSealed) {
    seal.seal(nonce, as_bytes("header"), as_bytes("trailer"), text, tag);
    EXPECT_NE(text, plain);
    EXPECT_TRUE(open.open(nonce, as_bytes("header"), as_bytes("trailer"), text, tag));
    EXPECT_EQ(text, plain);
}

TEST_F(AesGcmTest, LeavesATextItCannotOpenAsItWas) {
    seal.seal(nonce, as_bytes("header"), {}, text, tag);
    const auto sealed = text;
    EXPECT_FALSE(open.open(nonce, as_bytes("Header"), {}, text, tag));
    EXPECT_EQ(text, sealed);
    EXPECT_FALSE(open.open(nonce, as_bytes("header"), {}, text, Bytes(tag).first(12)));
    EXPECT_TRUE(open.open(nonce, as_bytes("header"), {}, text, tag));
    EXPECT_EQ(text, plain);
}

TEST_F(AesGcmTest, TagsEvenNothing) {
    seal.seal(nonce, as_bytes("header"), {}, {}, tag);
    EXPECT_TRUE(open.open(nonce, as_bytes("header"), {}, {}, tag));
    tag[0] ^= 1;
    EXPECT_FALSE(open.open(nonce, as_bytes("header"), {}, {}, tag));
}

}  // namespace
}  // namespace salon::crypto
