#include "crypto/certificate.h"

#include <gmock/gmock.h>

namespace salon::crypto {
namespace {

using testing::MatchesRegex;

TEST(Certificate, SaysItsFingerprintAsSdpWantsIt) {
    const auto certificate = Certificate::self_signed();
    EXPECT_EQ(certificate.fingerprint().hash, Hash::Sha256);
    EXPECT_EQ(certificate.fingerprint().digest.size(), 32U);
    EXPECT_EQ(certificate.fingerprint_text().size(), 8 + 32 * 3 - 1U);
    EXPECT_THAT(certificate.fingerprint_text(), MatchesRegex("sha-256 [0-9A-F][0-9A-F]:.*"));
}

TEST(Certificate, IsAlwaysAnother) {
    EXPECT_NE(Certificate::self_signed().fingerprint(), Certificate::self_signed().fingerprint());
}

TEST(Certificate, KeepsItsFingerprintWhenMoved) {
    auto certificate = Certificate::self_signed();
    const auto before = certificate.fingerprint();
    const auto moved = std::move(certificate);
    EXPECT_EQ(moved.fingerprint(), before);
    EXPECT_NE(moved.context(), nullptr);
}

}  // namespace
}  // namespace salon::crypto
