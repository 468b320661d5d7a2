#include "secure/srtp_receiver.h"

#include <array>

namespace salon::secure {
namespace {

constexpr std::uint64_t one_roll_over = 0x10000;

using Streams = std::map<std::uint32_t, ReplayWindow>;

SrtpTransform opener(SrtpProfile profile, const SrtpMaster& master, SrtpProtocol protocol) {
    const auto keys = derive_session_keys(profile, master, protocol);
    return {profile, keys, SrtpTransform::Use::Unprotect};
}

bool has_room(const Streams& streams, std::uint32_t ssrc) {
    return streams.size() < SrtpReceiver::streams_max || streams.contains(ssrc);
}

std::optional<std::uint64_t> highest_of(const Streams& streams, std::uint32_t ssrc) {
    const auto found = streams.find(ssrc);
    return found == streams.end() ? std::nullopt : found->second.highest();
}

bool is_new(const Streams& streams, std::uint32_t ssrc, std::uint64_t index) {
    const auto found = streams.find(ssrc);
    return found == streams.end() || found->second.is_new(index);
}

/// The likely index, and the one to try when its tag is wrong. A sender that began just below a
/// wrap and lost its first packets has rolled over before we heard of it; one whose packets were
/// lost for longer than half a round has too (RFC 3711 §3.3.1 guesses one, browsers try both).
std::array<std::uint64_t, 2> guesses(std::optional<std::uint64_t> highest, std::uint16_t sequence) {
    if (!highest) return {sequence, sequence + one_roll_over};
    const auto likely = nearest_index(*highest, sequence);
    return {likely, likely + one_roll_over};
}

}  // namespace

SrtpReceiver::SrtpReceiver(SrtpProfile profile, const SrtpMaster& master)
    : rtp_(opener(profile, master, SrtpProtocol::Rtp)),
      rtcp_(opener(profile, master, SrtpProtocol::Rtcp)) {}

Result<MutableBytes, SrtpError> SrtpReceiver::unprotect(MutableBytes packet) {
    const auto border = rtp_border(packet);
    if (!border) return fail(SrtpError::NotRtp);
    const auto ssrc = border->ssrc;
    if (!has_room(rtp_streams_, ssrc)) return fail(SrtpError::TooManyStreams);
    auto verdict = SrtpError::BadTag;
    for (const auto index : guesses(highest_of(rtp_streams_, ssrc), border->sequence)) {
        if (!is_new(rtp_streams_, ssrc, index)) {
            verdict = SrtpError::Replayed;
            continue;
        }
        const auto plain = rtp_.unprotect_rtp(packet, border->header_size, index);
        if (!plain) continue;
        rtp_streams_[ssrc].note(index);
        return *plain;
    }
    return fail(verdict);
}

Result<MutableBytes, SrtpError> SrtpReceiver::unprotect_rtcp(MutableBytes packet) {
    const auto ssrc = rtcp_ssrc(packet);
    const auto index = rtcp_.srtcp_index(packet);
    if (!ssrc || !index) return fail(SrtpError::NotRtp);
    if (!has_room(rtcp_streams_, *ssrc)) return fail(SrtpError::TooManyStreams);
    if (!is_new(rtcp_streams_, *ssrc, *index)) return fail(SrtpError::Replayed);
    const auto plain = rtcp_.unprotect_rtcp(packet);
    if (!plain) return fail(SrtpError::BadTag);
    rtcp_streams_[*ssrc].note(*index);
    return *plain;
}

}  // namespace salon::secure
