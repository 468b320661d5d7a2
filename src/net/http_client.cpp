#include "net/http_client.h"

#include <utility>

#include "net/clock.h"
#include "net/dial.h"
#include "net/expiry.h"
#include "net/http_text.h"
#include "net/wire.h"

namespace salon::net {

using Kind = ConnectError::Kind;

namespace {

ConnectError failure(Kind kind, std::string what) {
    return {.kind = kind, .http_status = 0, .what = std::move(what)};
}

}  // namespace

Task<Result<HttpResponse, ConnectError>> fetch(FetchOptions options) {
    const auto url = parse_url(options.url);
    if (!url || (url->scheme != "http" && url->scheme != "https")) {
        co_return fail(failure(Kind::BadUrl, "no http URL"));
    }
    const auto deadline = steady_now() + options.timeout;
    auto stream = co_await dial(*url, options.trust, deadline);
    if (!stream) co_return fail(std::move(stream.error()));

    HttpWire wire(std::move(*stream));
    const Expiry expiry(wire.executor(), deadline - steady_now(), [&wire] { wire.drop(); });
    const auto request = request_text(options.method, url->target, url->host_header(),
                                      options.headers, options.body);
    const bool sent = co_await wire.write(request);
    auto response = co_await wire.read_response(options.method == "HEAD", options.body_max);
    if (response) co_return std::move(*response);
    if (expiry.expired()) co_return fail(failure(Kind::Timeout, "the answer took too long"));
    if (!sent) co_return fail(failure(Kind::Unreachable, "the server hung up"));
    co_return fail(failure(Kind::Refused, "no whole HTTP answer of the allowed size"));
}

}  // namespace salon::net
