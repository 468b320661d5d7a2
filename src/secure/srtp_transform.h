// The cryptography of SRTP for one direction: the profile's cipher and tag on one packet whose
// index is known. No state about streams.
//
//   AES-CM   RTP:  header | encrypted | tag 10         RTCP: head 8 | encrypted | E, index | tag 10
//   AES-GCM  RTP:  header | encrypted | tag 16         RTCP: head 8 | encrypted | tag 16 | E, index
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "crypto/cipher.h"
#include "crypto/hmac.h"
#include "secure/session_keys.h"
#include "secure/srtp_profile.h"

namespace salon::secure {

/// What protecting adds at most: a 16-byte tag and the 4-byte SRTCP index.
inline constexpr std::size_t srtp_growth_max = 20;
inline constexpr std::size_t rtcp_head_size = 8;  ///< Header and SSRC, never encrypted.

/// Seals or opens packets of one protocol (RTP or RTCP) in one direction.
class SrtpTransform {
public:
    enum class Use { Protect, Unprotect };

    SrtpTransform(SrtpProfile profile, const SessionKeys& keys, Use use);

    std::size_t tag_size() const { return gcm_ ? 16 : 10; }

    /// Encrypts `packet[header_size..]` in place and appends the tag.
    void protect_rtp(ByteBuffer& packet, std::size_t header_size, std::uint64_t index) const;
    void protect_rtcp(ByteBuffer& packet, std::uint32_t index) const;

    /// Decrypts in place and gives the plain packet; nothing, and `packet` as it was, when the tag
    /// is wrong.
    std::optional<MutableBytes> unprotect_rtp(MutableBytes packet, std::size_t header_size,
                                              std::uint64_t index) const;
    std::optional<MutableBytes> unprotect_rtcp(MutableBytes packet) const;

    /// The index a protected RTCP packet carries; nothing when it is too short or not encrypted
    /// (WebRTC knows no unencrypted SRTCP, RFC 8827 §6.5).
    std::optional<std::uint32_t> srtcp_index(Bytes packet) const;

private:
    std::array<std::uint8_t, 16> counter(std::uint32_t ssrc, std::uint64_t index) const;
    crypto::AesGcm::Nonce nonce(std::uint32_t ssrc, std::uint64_t index) const;
    std::array<std::uint8_t, 10> short_tag(Bytes covered, std::uint32_t also) const;

    std::optional<crypto::AesCounter> cipher_;  // AES-CM, with hmac_; or else
    std::optional<crypto::HmacSha1> hmac_;
    std::optional<crypto::AesGcm> gcm_;  // AES-GCM.
    std::array<std::uint8_t, 14> salt_{};
};

}  // namespace salon::secure
