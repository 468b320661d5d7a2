// Session keys from a master key (RFC 3711 §4.3, RFC 7714 §11): one set for RTP, one for RTCP.
#pragma once

#include "base/bytes.h"
#include "secure/srtp_profile.h"

namespace salon::secure {

enum class SrtpProtocol { Rtp, Rtcp };

struct SessionKeys {
    ByteBuffer cipher;
    ByteBuffer tag;  ///< HMAC's key; empty for the AEAD profiles.
    ByteBuffer salt;
};

SessionKeys derive_session_keys(SrtpProfile profile, const SrtpMaster& master,
                                SrtpProtocol protocol);

}  // namespace salon::secure
