#include "rtp/rtx.h"

namespace salon::rtp {

// RFC 4588 §4: |  RTP header of the RTX stream  |  OSN, 16 bits  |  original payload  |
Result<ByteBuffer, ParseError> wrap_rtx(Bytes packet, const RtxStream& rtx,
                                        std::uint16_t sequence) {
    const auto original = parse_packet(packet);
    if (!original) return fail(original.error());
    const auto& header = original->header;
    return write_packet({.marker = header.marker,
                         .payload_type = rtx.payload_type,
                         .sequence = sequence,
                         .timestamp = header.timestamp,
                         .ssrc = rtx.ssrc},
                        original->extensions,
                        ByteWriter(2 + original->payload.size())
                            .u16(header.sequence)
                            .bytes(original->payload)
                            .written());
}

Result<PacketView, ParseError> unwrap_rtx(const PacketView& packet, Ssrc original,
                                          PayloadType original_type) {
    ByteReader in(packet.payload);
    PacketView view = packet;
    view.header.payload_type = original_type;
    view.header.ssrc = original;
    view.header.sequence = in.u16();
    view.payload = in.rest();
    if (!in.ok() || view.payload.empty()) return fail(ParseError::Truncated);
    return view;
}

}  // namespace salon::rtp
