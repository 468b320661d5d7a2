// Any text as base64: what is read can be written and read again.
#include "net/base64.h"

#include <cstdint>

#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace salon;
    const Bytes input(bytes, size);
    check(net::from_base64(net::to_base64(input)) == to_buffer(input));
    const auto read = net::from_base64(as_text(input));
    if (!read) return 0;
    check(read->size() <= size);
    check(net::from_base64(net::to_base64(*read)) == read);
    return 0;
}
