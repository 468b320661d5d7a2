#include "crypto/digest.h"

#include <gmock/gmock.h>

#include "crypto/crc32.h"
#include "crypto/random_seed.h"
#include "wire/hex.h"

namespace salon::crypto {
namespace {

using testing_wire::from_hex;

TEST(Digest, KnowsTheFamilyOnAbc) {
    const auto abc = as_bytes("abc");
    EXPECT_EQ(digest(Hash::Md5, abc), from_hex("900150983cd24fb0d6963f7d28e17f72"));
    EXPECT_EQ(digest(Hash::Sha1, abc), from_hex("a9993e364706816aba3e25717850c26c9cd0d89d"));
    EXPECT_EQ(digest(Hash::Sha256, abc),
              from_hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    EXPECT_EQ(digest(Hash::Sha384, abc).size(), 48U);
    EXPECT_EQ(digest(Hash::Sha512, abc).size(), 64U);
}

TEST(FingerprintHash, IsNamedInAnyCaseAndNeverWeak) {
    EXPECT_EQ(fingerprint_hash("sha-256"), Hash::Sha256);
    EXPECT_EQ(fingerprint_hash("SHA-384"), Hash::Sha384);
    EXPECT_EQ(fingerprint_hash("Sha-512"), Hash::Sha512);
    EXPECT_EQ(fingerprint_hash("sha-1"), std::nullopt);
    EXPECT_EQ(fingerprint_hash("md5"), std::nullopt);
    EXPECT_EQ(fingerprint_hash("sha-2567"), std::nullopt);
    EXPECT_EQ(fingerprint_hash(""), std::nullopt);
}

TEST(Crc32, GivesTheCheckValue) {
    EXPECT_EQ(crc32(as_bytes("123456789")), 0xCBF43926U);
    EXPECT_EQ(crc32({}), 0U);
}

TEST(RandomSeed, IsNeverTheSame) { EXPECT_NE(random_seed(), random_seed()); }

}  // namespace
}  // namespace salon::crypto
