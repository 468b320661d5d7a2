// Any text as an address and as a request's target: paths stay below the root, and what was read
// can be written and read again.
#include "net/url.h"

#include <cstdint>

#include "base/bytes.h"
#include "base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace salon;
    const auto text = as_text(Bytes(bytes, size));
    if (const auto url = net::parse_url(text)) {
        check(url->port != 0 && !url->host.empty() && url->target.starts_with('/'));
        const auto again = net::parse_url(url->scheme + "://" + url->host_header() + url->target);
        check(again && again->host == url->host && again->port == url->port);
    }
    if (const auto target = net::parse_target(text)) {
        check(target->path.starts_with('/'));
        check(target->path.find("/../") == std::string::npos && !target->path.ends_with("/.."));
        check(target->path.find('\0') == std::string::npos);
    }
    const auto value = net::parse_target("/?v=" + net::percent_encoded(text));
    check(value.has_value() == (text.find('\0') == text.npos));
    if (value) check(value->value("v") == text);
    return 0;
}
