#include "secure/srtp_profile.h"

#include <utility>

#include "base/check.h"

namespace salon::secure {

std::optional<SrtpProfile> srtp_profile(std::uint16_t iana_number) {
    switch (const auto profile = static_cast<SrtpProfile>(iana_number)) {
        case SrtpProfile::Aes128CmSha1_80:
        case SrtpProfile::AeadAes128Gcm:
        case SrtpProfile::AeadAes256Gcm:
            return profile;
    }
    return std::nullopt;
}

std::string_view to_string(SrtpProfile profile) {
    switch (profile) {
        case SrtpProfile::Aes128CmSha1_80:
            return "AES128_CM_HMAC_SHA1_80";
        case SrtpProfile::AeadAes128Gcm:
            return "AEAD_AES_128_GCM";
        case SrtpProfile::AeadAes256Gcm:
            return "AEAD_AES_256_GCM";
    }
    return "unknown";
}

std::size_t key_size(SrtpProfile profile) {
    return profile == SrtpProfile::AeadAes256Gcm ? 32 : 16;
}

std::size_t salt_size(SrtpProfile profile) {
    return profile == SrtpProfile::Aes128CmSha1_80 ? 14 : 12;
}

SrtpKeys split_keys(SrtpProfile profile, Bytes material, bool we_are_client) {
    check(material.size() == exported_size(profile));
    ByteReader in(material);
    SrtpMaster client;
    SrtpMaster server;
    client.key = to_buffer(in.take(key_size(profile)));
    server.key = to_buffer(in.take(key_size(profile)));
    client.salt = to_buffer(in.take(salt_size(profile)));
    server.salt = to_buffer(in.take(salt_size(profile)));
    if (!we_are_client) std::swap(client, server);
    return {.profile = profile, .ours = std::move(client), .theirs = std::move(server)};
}

}  // namespace salon::secure
