// The sending half of SRTP: packet index by SSRC, then encryption and tag.
#pragma once

#include <cstdint>
#include <map>

#include "base/bytes.h"
#include "base/result.h"
#include "secure/srtp_packet.h"
#include "secure/srtp_profile.h"
#include "secure/srtp_transform.h"

namespace salon::secure {

class SrtpSender {
public:
    static constexpr std::size_t streams_max = 64;  ///< Our own SSRCs; a further one is refused.

    SrtpSender(SrtpProfile profile, const SrtpMaster& master);

    /// Numbers may come out of order (a retransmission on the same SSRC), up to 2^15 apart. Never
    /// send different bytes under one number: that gives the key stream away.
    ///
    /// Errors  NotRtp, TooManyStreams, Exhausted
    Result<void, SrtpError> protect(ByteBuffer& rtp);
    Result<void, SrtpError> protect_rtcp(ByteBuffer& rtcp);

private:
    SrtpTransform rtp_;
    SrtpTransform rtcp_;
    std::map<std::uint32_t, std::uint64_t> highest_;    // Packet index by SSRC.
    std::map<std::uint32_t, std::uint32_t> rtcp_next_;  // SRTCP index by SSRC.
};

}  // namespace salon::secure
