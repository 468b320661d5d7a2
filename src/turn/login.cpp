#include "turn/login.h"

#include "crypto/digest.h"

namespace salon::turn {

bool Login::take_challenge(const stun::Message& error) {
    if (!error.realm || !error.nonce || error.nonce->empty()) return false;
    if (challenged() && *error.nonce == nonce_) return false;
    nonce_ = *error.nonce;
    realm_ = *error.realm;
    const auto secret = username_ + ":" + realm_ + ":" + credential_;
    key_.emplace(crypto::digest(crypto::Hash::Md5, as_bytes(secret)));
    return true;
}

ByteBuffer Login::sign(stun::Message message) const {
    if (!challenged()) return stun::write(message, nullptr);
    message.username = username_;
    message.realm = realm_;
    message.nonce = nonce_;
    return stun::write(message, &*key_);
}

bool Login::genuine(Bytes datagram, const stun::Received& received) const {
    return !challenged() || stun::has_integrity(datagram, received, *key_);
}

}  // namespace salon::turn
