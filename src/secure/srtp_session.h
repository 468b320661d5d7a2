// SRTP and SRTCP (RFC 3711, RFC 7714) for one peer: protects what we send, opens what arrives. All
// media of a BUNDLE shares one session. What is left out of the RFCs: docs/notes/srtp.md.
//
//   in   whole RTP packets or compound RTCP packets
//   out  the same, protected; or opened, if they are genuine and new
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "secure/srtp_packet.h"
#include "secure/srtp_profile.h"
#include "secure/srtp_receiver.h"
#include "secure/srtp_sender.h"

namespace salon::secure {

/// Thread  one owner; nothing blocks
class SrtpSession {
public:
    explicit SrtpSession(const SrtpKeys& keys)
        : sender_(keys.profile, keys.ours), receiver_(keys.profile, keys.theirs) {}

    /// Encrypts in place and appends the tag (at most srtp_growth_max bytes).
    Result<void, SrtpError> protect(ByteBuffer& rtp) { return sender_.protect(rtp); }
    Result<void, SrtpError> protect_rtcp(ByteBuffer& rtcp) { return sender_.protect_rtcp(rtcp); }

    /// Decrypts in place; the result is the part of `packet` that is RTP. After an error `packet`
    /// is as it was.
    Result<MutableBytes, SrtpError> unprotect(MutableBytes packet) {
        return receiver_.unprotect(packet);
    }
    Result<MutableBytes, SrtpError> unprotect_rtcp(MutableBytes packet) {
        return receiver_.unprotect_rtcp(packet);
    }

private:
    SrtpSender sender_;
    SrtpReceiver receiver_;
};

}  // namespace salon::secure
