// RTP packets, their extensions, and what RTX makes of them.
#include "base/check.h"
#include "rtp/opus.h"
#include "rtp/packet.h"
#include "rtp/rtx.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace salon;
    const Bytes bytes(data, size);
    rtp::opus_duration(bytes);
    const auto packet = rtp::parse_packet(bytes);
    if (!packet) return 0;
    check(packet->payload.size() + packet->padding + 12 <= size);
    rtp::transport_sequence(*packet, 5);

    const rtp::RtxStream rtx{.ssrc = rtp::Ssrc(1), .payload_type = rtp::PayloadType(97)};
    const auto wrapped = rtp::wrap_rtx(bytes, rtx, 7);
    check(wrapped.has_value());
    const auto again = rtp::parse_packet(*wrapped);
    check(again.has_value());
    const auto original = rtp::unwrap_rtx(*again, packet->header.ssrc, packet->header.payload_type);
    check(original.has_value() == !packet->payload.empty());
    if (original) check(original->header == packet->header);
    return 0;
}
