// Long-term credentials towards one relay (RFC 8489 §9.2): the realm and nonce it last told us, and
// the key they give. Signs our requests and knows a genuine answer. MD5 is the RFC's; nothing
// outside of it depends on that hash.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"
#include "stun/message.h"

namespace salon::turn {

class Login {
public:
    Login(std::string username, std::string credential)
        : username_(std::move(username)), credential_(std::move(credential)) {}

    /// The realm and nonce of an error 401 or 438. False if it brought no new nonce to try again
    /// with: then what we know is not enough.
    bool take_challenge(const stun::Message& error);

    /// The bytes of `message`; without credentials as long as the relay has told no realm.
    ByteBuffer sign(stun::Message message) const;

    /// Whether an answer is the relay's: anything before the first challenge, then what is signed.
    bool genuine(Bytes datagram, const stun::Received& received) const;

    bool challenged() const { return key_.has_value(); }

private:
    std::string username_;
    std::string credential_;
    std::string realm_;
    std::string nonce_;
    std::optional<stun::IntegrityKey> key_;
};

}  // namespace salon::turn
