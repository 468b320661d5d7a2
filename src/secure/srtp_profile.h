// The SRTP protection profiles we speak, and keys for them (RFC 5764 §4.1.2, RFC 7714 §14.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace salon::secure {

enum class SrtpProfile : std::uint16_t {  // IANA's numbers.
    Aes128CmSha1_80 = 0x0001,
    AeadAes128Gcm = 0x0007,
    AeadAes256Gcm = 0x0008,
};

std::optional<SrtpProfile> srtp_profile(std::uint16_t iana_number);
std::string_view to_string(SrtpProfile profile);
std::size_t key_size(SrtpProfile profile);
std::size_t salt_size(SrtpProfile profile);

/// Master key and salt for one direction.
struct SrtpMaster {
    ByteBuffer key;
    ByteBuffer salt;
};

/// Both directions, as seen from one side.
struct SrtpKeys {
    SrtpProfile profile = SrtpProfile::AeadAes128Gcm;
    SrtpMaster ours;    ///< Protects what we send.
    SrtpMaster theirs;  ///< Opens what arrives.
};

/// What DTLS exports: both keys, then both salts, the client's first (RFC 5764 §4.2).
inline std::size_t exported_size(SrtpProfile profile) {
    return 2 * (key_size(profile) + salt_size(profile));
}
SrtpKeys split_keys(SrtpProfile profile, Bytes material, bool we_are_client);

}  // namespace salon::secure
