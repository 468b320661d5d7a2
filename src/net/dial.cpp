#include "net/dial.h"

#include <algorithm>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/clock.h"
#include "net/endpoint.h"
#include "net/expiry.h"
#include "net/lookup.h"
#include "net/tls_stream.h"

namespace salon::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using Kind = ConnectError::Kind;

namespace {

constexpr Duration patience_per_address = 4s;  // The next address may be nearer.
constexpr std::size_t addresses_max = 8;

ConnectError failure(Kind kind, std::string what) {
    return {.kind = kind, .http_status = 0, .what = std::move(what)};
}

using Reached = Result<tcp::socket, ConnectError>;

Task<Reached> reach(std::vector<TransportAddress> addresses, Moment deadline) {
    const auto executor = co_await asio::this_coro::executor;
    addresses.resize(std::min(addresses.size(), addresses_max));
    auto last = failure(Kind::Unreachable, "no address");
    for (const auto& address : addresses) {
        tcp::socket socket(executor);
        const auto patience = std::min(patience_per_address, deadline - steady_now());
        const Expiry expiry(executor, patience, [&socket] { socket.close(); });
        const auto [error] = co_await socket.async_connect(to_endpoint(address),
                                                           asio::as_tuple(asio::use_awaitable));
        if (!error && socket.is_open()) {
            tune(socket);
            co_return std::move(socket);
        }
        last = expiry.expired() ? failure(Kind::Timeout, "nobody answered")
                                : failure(Kind::Unreachable, error.message());
        if (steady_now() >= deadline) break;
    }
    co_return fail(std::move(last));
}

}  // namespace

Task<Result<std::unique_ptr<Stream>, ConnectError>> dial(Url url, TlsTrust trust, Moment deadline) {
    auto addresses = co_await look_up(url.host, url.port, deadline);
    if (!addresses) co_return fail(std::move(addresses.error()));
    auto socket = co_await reach(std::move(*addresses), deadline);
    if (!socket) co_return fail(std::move(socket.error()));
    if (!url.secure()) co_return tcp_stream(std::move(*socket));

    auto tls = co_await tls_client(std::move(*socket), url.host, std::move(trust),
                                   deadline - steady_now());
    if (tls) co_return std::move(*tls);
    const bool late = tls.error().code == std::errc::timed_out;
    co_return fail(failure(late ? Kind::Timeout : Kind::Tls, tls.error().what));
}

}  // namespace salon::net
