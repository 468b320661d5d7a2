#include "peer/media_source.h"

#include "peer/packet_kind.h"
#include "rtp/packet.h"
#include "secure/srtp_packet.h"

namespace salon::peer {

std::optional<std::uint32_t> media_source(Bytes datagram) {
    if (packet_kind(datagram) != PacketKind::Media) return std::nullopt;
    if (rtp::is_rtcp(datagram)) return secure::rtcp_ssrc(datagram);
    const auto border = secure::rtp_border(datagram);
    if (!border) return std::nullopt;
    return border->ssrc;
}

}  // namespace salon::peer
