// The receiving half of SRTP: guesses the packet index, checks the tag, refuses replays, decrypts.
#pragma once

#include <cstdint>
#include <map>

#include "base/bytes.h"
#include "base/result.h"
#include "secure/replay_window.h"
#include "secure/srtp_profile.h"
#include "secure/srtp_transform.h"

namespace salon::secure {

class SrtpReceiver {
public:
    /// SSRCs that passed the tag check at least once. A peer with keys may invent more: those are
    /// refused, so that a flood cannot take memory.
    static constexpr std::size_t streams_max = 64;

    SrtpReceiver(SrtpProfile profile, const SrtpMaster& master);

    Result<MutableBytes, SrtpError> unprotect(MutableBytes packet);
    Result<MutableBytes, SrtpError> unprotect_rtcp(MutableBytes packet);

private:
    SrtpTransform transform_;
    std::map<std::uint32_t, ReplayWindow> rtp_;
    std::map<std::uint32_t, ReplayWindow> rtcp_;
};

}  // namespace salon::secure
