#include "secure/srtp_packet.h"

namespace salon::secure {

std::string_view to_string(SrtpError error) {
    switch (error) {
        case SrtpError::NotRtp:
            return "not RTP";
        case SrtpError::BadTag:
            return "bad tag";
        case SrtpError::Replayed:
            return "replayed";
        case SrtpError::TooManyStreams:
            return "too many streams";
        case SrtpError::Exhausted:
            return "key exhausted";
    }
    return "unknown";
}

std::optional<RtpBorder> rtp_border(Bytes packet) {  // RFC 3550 §5.1
    ByteReader in(packet);
    const auto first = in.u8();
    in.skip(1);
    RtpBorder border{.header_size = 0, .sequence = in.u16(), .ssrc = 0};
    in.skip(4);
    border.ssrc = in.u32();
    in.skip(4U * (first & 0x0F));
    if ((first & 0x10) != 0) {
        in.skip(2);
        const std::size_t words = in.u16();
        in.skip(4 * words);
    }
    if (!in.ok() || first >> 6 != 2) return std::nullopt;
    border.header_size = in.position();
    return border;
}

std::optional<std::uint32_t> rtcp_ssrc(Bytes packet) {  // RFC 3550 §6.4
    ByteReader in(packet);
    const auto first = in.u8();
    in.skip(3);
    const auto ssrc = in.u32();
    if (!in.ok() || first >> 6 != 2) return std::nullopt;
    return ssrc;
}

std::uint64_t nearest_index(std::uint64_t reference, std::uint16_t sequence) {
    const auto forward = static_cast<std::uint16_t>(sequence - (reference & 0xFFFF));
    if (forward < 0x8000) return reference + forward;
    const std::uint64_t back = 0x10000U - forward;
    return back <= reference ? reference - back
                             : reference + forward;  // There is no index below 0.
}

}  // namespace salon::secure
