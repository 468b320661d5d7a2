// The receiving half of SRTP: guesses the packet index, checks the tag, refuses replays, decrypts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "secure/replay_window.h"
#include "secure/srtp_packet.h"
#include "secure/srtp_profile.h"
#include "secure/srtp_transform.h"

namespace salon::secure {

class SrtpReceiver {
public:
    /// SSRCs that have shown a right tag. Even a peer with keys may not make us remember more.
    static constexpr std::size_t streams_max = 256;

    SrtpReceiver(SrtpProfile profile, const SrtpMaster& master);

    /// Decrypts in place; the result is the plain part of `packet`. After an error `packet` is as
    /// it was.
    ///
    /// Errors  NotRtp, BadTag, Replayed, TooManyStreams
    Result<MutableBytes, SrtpError> unprotect(MutableBytes packet);
    Result<MutableBytes, SrtpError> unprotect_rtcp(MutableBytes packet);

private:
    SrtpTransform rtp_;
    SrtpTransform rtcp_;
    std::map<std::uint32_t, ReplayWindow> rtp_streams_;
    std::map<std::uint32_t, ReplayWindow> rtcp_streams_;
};

}  // namespace salon::secure
