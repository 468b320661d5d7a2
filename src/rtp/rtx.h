// Retransmission in a stream of its own (RFC 4588): the payload is the lost packet's sequence
// number and payload.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "rtp/packet.h"

namespace salon::rtp {

struct RtxStream {
    Ssrc ssrc{};
    PayloadType payload_type{};
    friend bool operator==(const RtxStream&, const RtxStream&) = default;
};

/// `packet`, whole and unprotected, as packet number `sequence` of `rtx`. Extensions stay.
Result<ByteBuffer, ParseError> wrap_rtx(Bytes packet, const RtxStream& rtx, std::uint16_t sequence);

/// The packet as it was first sent, in the bytes of `packet`. Probes, which carry nothing, are
/// Truncated.
Result<PacketView, ParseError> unwrap_rtx(const PacketView& packet, Ssrc original,
                                          PayloadType original_type);

}  // namespace salon::rtp
