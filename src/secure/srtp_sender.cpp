#include "secure/srtp_sender.h"

#include <algorithm>

namespace salon::secure {
namespace {

constexpr std::uint64_t index_max = (std::uint64_t{1} << 48) - 1;
constexpr std::uint32_t rtcp_index_max = (std::uint32_t{1} << 31) - 1;

SrtpTransform protector(SrtpProfile profile, const SrtpMaster& master, SrtpProtocol protocol) {
    const auto keys = derive_session_keys(profile, master, protocol);
    return {profile, keys, SrtpTransform::Use::Protect};
}

/// The entry of `ssrc`, made from `initial` if there is room; or null.
template <class Value>
Value* entry(std::map<std::uint32_t, Value>& streams, std::uint32_t ssrc, Value initial) {
    if (const auto found = streams.find(ssrc); found != streams.end()) return &found->second;
    if (streams.size() == SrtpSender::streams_max) return nullptr;
    return &streams.emplace(ssrc, initial).first->second;
}

}  // namespace

SrtpSender::SrtpSender(SrtpProfile profile, const SrtpMaster& master)
    : rtp_(protector(profile, master, SrtpProtocol::Rtp)),
      rtcp_(protector(profile, master, SrtpProtocol::Rtcp)) {}

Result<void, SrtpError> SrtpSender::protect(ByteBuffer& rtp) {
    const auto border = rtp_border(rtp);
    if (!border) return fail(SrtpError::NotRtp);
    auto* highest = entry<std::uint64_t>(highest_, border->ssrc, border->sequence);
    if (highest == nullptr) return fail(SrtpError::TooManyStreams);
    const auto index = nearest_index(*highest, border->sequence);
    if (index > index_max) return fail(SrtpError::Exhausted);
    *highest = std::max(*highest, index);
    rtp_.protect_rtp(rtp, border->header_size, index);
    return {};
}

Result<void, SrtpError> SrtpSender::protect_rtcp(ByteBuffer& rtcp) {
    const auto ssrc = rtcp_ssrc(rtcp);
    if (!ssrc) return fail(SrtpError::NotRtp);
    auto* next = entry<std::uint32_t>(rtcp_next_, *ssrc, 0);
    if (next == nullptr) return fail(SrtpError::TooManyStreams);
    if (*next > rtcp_index_max) return fail(SrtpError::Exhausted);
    rtcp_.protect_rtcp(rtcp, (*next)++);
    return {};
}

}  // namespace salon::secure
