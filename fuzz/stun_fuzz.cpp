// Any bytes as a STUN message: parse, check integrity, and write back what was understood.
#include <cstdlib>

#include "stun/message.h"

using namespace salon;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* start, std::size_t size) {
    static const stun::IntegrityKey key(as_bytes("VOkJxbRl1RmTxUk/WvJxBt"));
    const Bytes bytes(start, size);
    stun::request_ufrag(bytes);
    const auto received = stun::parse(bytes);
    if (!received) return 0;
    stun::has_integrity(bytes, *received, key);
    stun::has_integrity_sha256(bytes, *received, as_bytes("key"));
    const auto again = stun::parse(stun::write(received->message, &key));
    if (!again || again->message != received->message) std::abort();
    return 0;
}
