// RTCP compounds: what was understood is written and understood again.
#include "base/check.h"
#include "rtp/rtcp.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace salon;
    if (size > 1500) return 0;  // Larger datagrams never come this far.
    const auto parts = rtp::parse_rtcp(Bytes(data, size));
    if (!parts || parts->empty()) return 0;
    const auto again = rtp::parse_rtcp(rtp::write_rtcp(*parts));
    check(again.has_value() && *again == *parts);
    return 0;
}
