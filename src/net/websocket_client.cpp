#include "net/websocket_client.h"

#include <utility>

#include "net/clock.h"
#include "net/dial.h"
#include "net/expiry.h"
#include "net/websocket_core.h"

namespace salon::net {

namespace {

ConnectError refusal(const UpgradeRefused& refused, bool late) {
    using Kind = ConnectError::Kind;
    if (late) return {.kind = Kind::Timeout, .http_status = 0, .what = "the upgrade took too long"};
    const auto kind = refused.status != 0 ? Kind::Refused : Kind::Unreachable;
    return {.kind = kind, .http_status = refused.status, .what = refused.what};
}

}  // namespace

Task<Result<WebSocket, ConnectError>> connect_websocket(WebSocketOptions options) {
    const auto url = parse_url(options.url);
    if (!url || (url->scheme != "ws" && url->scheme != "wss")) {
        const ConnectError bad{
            .kind = ConnectError::Kind::BadUrl, .http_status = 0, .what = "no ws URL"};
        co_return fail(bad);
    }
    const auto deadline = steady_now() + options.timeout;
    auto stream = co_await dial(*url, options.trust, deadline);
    if (!stream) co_return fail(std::move(stream.error()));

    auto& raw = **stream;
    const auto executor = raw.executor();
    const Expiry expiry(executor, deadline - steady_now(), [&raw] { raw.close(); });
    HttpWire wire(std::move(*stream));
    auto upgraded = co_await wire.ask_websocket(url->host_header(), url->target,
                                                std::move(options.headers), options.limits);
    if (!upgraded) co_return fail(refusal(upgraded.error(), expiry.expired()));
    auto core = std::make_shared<WebSocket::Core>(std::move(*upgraded), options.limits);
    core->start();
    co_return WebSocket(std::move(core));
}

std::string_view to_string(ConnectError::Kind kind) {
    using Kind = ConnectError::Kind;
    switch (kind) {
        case Kind::BadUrl:
            return "the address is not valid";
        case Kind::NotFound:
            return "the name is not known";
        case Kind::Unreachable:
            return "the server cannot be reached";
        case Kind::Tls:
            return "the server cannot prove who it is";
        case Kind::Refused:
            return "the server refused";
        case Kind::Timeout:
            return "the server did not answer in time";
    }
    return "unknown";
}

}  // namespace salon::net
