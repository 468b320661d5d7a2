// Any bytes as a DCEP message: what is accepted reads back the same.
#include <cstdint>

#include "base/check.h"
#include "sctp/dcep.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace salon;
    const auto message = sctp::parse_dcep(Bytes(bytes, size));
    if (!message) return 0;
    const auto again = sctp::parse_dcep(sctp::write_dcep(*message));
    check(again.has_value() && again->index() == message->index());
    if (const auto* open = std::get_if<sctp::DcepOpen>(&*message)) {
        check(std::get<sctp::DcepOpen>(*again).channel == open->channel);
    }
    return 0;
}
