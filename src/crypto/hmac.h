// Keyed digests: HMAC-SHA1 for STUN and SRTP, HMAC-SHA256 for newer STUN (RFC 2104).
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>

#include "base/bytes.h"

namespace salon::crypto {

using Sha1Tag = std::array<std::uint8_t, 20>;
using Sha256Tag = std::array<std::uint8_t, 32>;

/// HMAC-SHA1 under one key. The key's two padded blocks are digested once, here; each tag then
/// starts from copies of them.
///
/// Thread  one owner; `tag` does not block
class HmacSha1 {
public:
    explicit HmacSha1(Bytes key);
    HmacSha1(HmacSha1&&) noexcept;
    HmacSha1& operator=(HmacSha1&&) noexcept;
    ~HmacSha1();

    /// The tag of `parts`, one after the other.
    Sha1Tag tag(std::initializer_list<Bytes> parts) const;

private:
    struct Pads;
    std::unique_ptr<const Pads> pads_;
};

Sha256Tag hmac_sha256(Bytes key, std::initializer_list<Bytes> parts);

/// Compares in a time that depends on the length only.
bool same_secret(Bytes left, Bytes right);

}  // namespace salon::crypto
