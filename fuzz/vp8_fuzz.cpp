// VP8 payload descriptors and key-frame headers.
#include "base/check.h"
#include "rtp/vp8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace salon;
    const auto payload = rtp::parse_vp8(Bytes(data, size));
    if (!payload) return 0;
    rtp::vp8_key_frame_size(payload->data);

    ByteWriter out;
    rtp::write_vp8_descriptor(out, payload->descriptor);
    out.bytes(payload->data);
    const auto again = rtp::parse_vp8(out.written());
    check(again.has_value() && again->descriptor == payload->descriptor);
    return 0;
}
