// Digests, and fingerprints of certificates made with them (RFC 8122).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace salon::crypto {

/// Ordered by strength. Md5 is only for STUN's long-term keys, never for fingerprints.
enum class Hash { Md5, Sha1, Sha256, Sha384, Sha512 };

ByteBuffer digest(Hash hash, Bytes bytes);

/// The hash an SDP `a=fingerprint` line names, in any case: "sha-256", "SHA-384", "sha-512".
/// Nothing for weaker or unknown ones: a fingerprint made with them proves nothing.
std::optional<Hash> fingerprint_hash(std::string_view name);

/// What the peer's certificate must hash to, as its session description says.
struct Fingerprint {
    Hash hash = Hash::Sha256;
    ByteBuffer digest;

    friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

}  // namespace salon::crypto
