// Tells apart what shares one port, by the first byte (RFC 7983 §7).
//
//   [0..3] STUN   [16..19] ZRTP   [20..63] DTLS   [64..79] TURN channel   [128..191] RTP, RTCP
#pragma once

#include "base/bytes.h"

namespace salon::peer {

enum class PacketKind { Stun, Dtls, Media, Unknown };

inline PacketKind packet_kind(Bytes datagram) {
    if (datagram.empty()) return PacketKind::Unknown;
    const auto first = datagram[0];
    if (first <= 3) return PacketKind::Stun;
    if (first >= 20 && first <= 63) return PacketKind::Dtls;
    if (first >= 128 && first <= 191) return PacketKind::Media;
    return PacketKind::Unknown;
}

}  // namespace salon::peer
