#include "secure/session_keys.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "crypto/cipher.h"

namespace salon::secure {
namespace {

/// Key stream under the master key, from a counter made of the salt and a label. The key derivation
/// rate is zero, so the packet index plays no part.
ByteBuffer derive(const crypto::AesCounter& prf, Bytes salt, std::uint8_t label, std::size_t size) {
    std::array<std::uint8_t, 16> counter{};
    std::copy(salt.begin(), salt.end(), counter.begin());  // 12 or 14 bytes; zeros follow.
    counter[7] ^= label;
    ByteBuffer key(size);
    prf.apply(counter, key);
    return key;
}

}  // namespace

SessionKeys derive_session_keys(SrtpProfile profile, const SrtpMaster& master,
                                SrtpProtocol protocol) {
    check(master.key.size() == key_size(profile) && master.salt.size() == salt_size(profile));
    const crypto::AesCounter prf(master.key);
    const std::uint8_t label = protocol == SrtpProtocol::Rtp ? 0 : 3;
    const bool has_hmac = profile == SrtpProfile::Aes128CmSha1_80;
    const auto next = [label](int step) { return static_cast<std::uint8_t>(label + step); };
    return {
        .cipher = derive(prf, master.salt, next(0), key_size(profile)),
        .tag = has_hmac ? derive(prf, master.salt, next(1), 20) : ByteBuffer{},
        .salt = derive(prf, master.salt, next(2), salt_size(profile)),
    };
}

}  // namespace salon::secure
