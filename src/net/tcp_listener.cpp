#include "net/tcp_listener.h"

#include <system_error>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.h"
#include "net/clock.h"
#include "net/endpoint.h"

namespace salon::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {
constexpr Duration accept_pause = 100ms;  // After "too many open files" and its like.
}

void TcpListener::listen(TransportAddress local, int backlog) {
    const auto endpoint = to_endpoint(local);
    try {
        acceptor_.open(endpoint.protocol());
        if (!local.ip.is_v4()) acceptor_.set_option(asio::ip::v6_only(false));
        acceptor_.set_option(tcp::acceptor::reuse_address(true));
        acceptor_.bind(endpoint);
        acceptor_.listen(backlog);
    } catch (const boost::system::system_error& error) {
        throw std::system_error(error.code(), "cannot listen on " + local.text());
    }
    local_ = from_endpoint(acceptor_.local_endpoint());
}

Task<std::optional<tcp::socket>> TcpListener::accept() {
    while (acceptor_.is_open()) {
        auto [error, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
        if (!acceptor_.is_open()) break;
        if (!error) co_return std::move(socket);
        log(LogLevel::Warning, "net", "cannot accept: {}", error.message());
        co_await sleep_for(accept_pause);
    }
    co_return std::nullopt;
}

void TcpListener::close() {
    boost::system::error_code gone;
    acceptor_.close(gone);
}

}  // namespace salon::net
