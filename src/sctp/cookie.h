// What we ask the peer to keep for us between INIT-ACK and COOKIE-ECHO (RFC 9260 §5.1.3).
//
// Inside DTLS the peer is known already, so the cookie needs no signature: a seal that only this
// association knows tells our own cookies from anything else.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "sctp/packet.h"

namespace salon::sctp {

/// The peer's half of the association.
struct PeerTerms {
    std::uint32_t tag = 0;
    std::uint32_t window = 0;
    std::uint16_t streams_out = 0;
    std::uint16_t streams_in = 0;
    std::uint32_t first_tsn = 0;
    bool forward_tsn = false;
    bool reconfig = false;
};

inline PeerTerms terms_of(const InitChunk& init) {
    return {init.tag,       init.window,      init.streams_out, init.streams_in,
            init.first_tsn, init.forward_tsn, init.reconfig};
}

inline ByteBuffer write_cookie(std::uint64_t seal, const PeerTerms& terms) {
    ByteWriter out;
    out.u64(seal).u32(terms.tag).u32(terms.window).u16(terms.streams_out).u16(terms.streams_in);
    out.u32(terms.first_tsn).u8(terms.forward_tsn).u8(terms.reconfig);
    return out.take();
}

inline std::optional<PeerTerms> read_cookie(std::uint64_t seal, Bytes cookie) {
    ByteReader in(cookie);
    if (in.u64() != seal) return std::nullopt;
    const PeerTerms terms{.tag = in.u32(),
                          .window = in.u32(),
                          .streams_out = in.u16(),
                          .streams_in = in.u16(),
                          .first_tsn = in.u32(),
                          .forward_tsn = in.u8() != 0,
                          .reconfig = in.u8() != 0};
    if (!in.ok()) return std::nullopt;
    return terms;
}

}  // namespace salon::sctp
