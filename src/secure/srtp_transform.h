// The cryptography of SRTP for one direction: session keys from a master key, and the profile's
// cipher and tag on one packet whose index is known. No state about streams.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "crypto/cipher.h"
#include "crypto/hmac.h"
#include "secure/srtp_profile.h"

namespace salon::secure {

enum class SrtpError {
    NotRtp,          ///< Too short, or not version 2.
    BadTag,          ///< Not made with our peer's key, or changed on the way.
    Replayed,        ///< Seen before, or too old to tell.
    TooManyStreams,  ///< A further SSRC beyond the limit.
    Exhausted,       ///< The key has protected all the packets it may.
};
std::string_view to_string(SrtpError error);

/// What protecting adds at most: a 16-byte tag and the 4-byte SRTCP index.
inline constexpr std::size_t srtp_growth_max = 20;

enum class SrtpDirection { Protect, Unprotect };

class SrtpTransform {
public:
    SrtpTransform(SrtpProfile profile, const SrtpMaster& master, SrtpDirection direction);

    /// Encrypts `packet[header_size..]` in place and appends the tag.
    void protect_rtp(ByteBuffer& packet, std::size_t header_size, std::uint64_t index) const;
    void protect_rtcp(ByteBuffer& packet, std::uint32_t index) const;

    /// Gives the plain part of `packet`; nothing when the tag is wrong.
    std::optional<MutableBytes> unprotect_rtp(MutableBytes packet, std::size_t header_size,
                                              std::uint64_t index) const;
    std::optional<MutableBytes> unprotect_rtcp(MutableBytes packet) const;

    std::size_t rtp_tag_size() const;
    std::size_t rtcp_trailer_size() const;  ///< Tag and index.

private:
    /// One protocol's session keys (RFC 3711 §4.3.1).
    struct Keys {
        std::optional<crypto::AesCounter> counter;  // AES-CM, with hmac
        std::optional<crypto::HmacSha1> hmac;
        std::optional<crypto::AesGcm> gcm;
        std::array<std::uint8_t, 14> salt{};
    };

    static Keys derive(SrtpProfile profile, const SrtpMaster& master, SrtpDirection direction,
                       std::uint8_t first_label);

    SrtpProfile profile_;
    Keys rtp_;
    Keys rtcp_;
};

}  // namespace salon::secure
