// Any text as a message of the Live protocol, from either side: what is read can be written, read
// again, and is then the same text.
#include <cstdint>

#include "base/check.h"
#include "live/inbox.h"
#include "live/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace salon;
    using namespace salon::live;
    const auto text = as_text(Bytes(bytes, size));
    if (const auto message = parse_client_message(text)) {
        const auto written = write_message(*message);
        const auto again = parse_client_message(written, UnknownFields::Refuse);
        check(again && write_message(*again) == written);
    }
    if (const auto message = parse_server_message(text)) {
        const auto written = write_message(*message);
        const auto again = parse_server_message(written);
        check(again && write_message(*again) == written);
        Inbox inbox;
        static_cast<void>(inbox.take(*message));
    }
    return 0;
}
