// The sending half of SRTP: packet index by SSRC, encryption and tag.
#pragma once

#include <cstdint>
#include <map>

#include "base/bytes.h"
#include "base/result.h"
#include "secure/srtp_profile.h"
#include "secure/srtp_transform.h"

namespace salon::secure {

class SrtpSender {
public:
    static constexpr std::size_t streams_max = 64;  ///< Our own SSRCs; a further one is refused.

    SrtpSender(SrtpProfile profile, const SrtpMaster& master);

    /// Numbers may arrive out of order (retransmissions on the same SSRC), up to 2^15 apart. Never
    /// send different bytes under one number: that gives the key stream away.
    Result<void, SrtpError> protect(ByteBuffer& rtp);
    Result<void, SrtpError> protect_rtcp(ByteBuffer& rtcp);

private:
    SrtpTransform transform_;
    std::map<std::uint32_t, std::uint64_t> highest_;       // Packet index by SSRC.
    std::map<std::uint32_t, std::uint32_t> rtcp_indices_;  // The next SRTCP index by SSRC.
};

}  // namespace salon::secure
