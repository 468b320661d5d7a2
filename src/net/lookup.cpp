#include "net/lookup.h"

#include <memory>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>

#include "net/endpoint.h"
#include "net/signal.h"

namespace salon::net {

namespace {

using boost::asio::ip::tcp;
using Kind = ConnectError::Kind;

// Asking for a name cannot be taken back: who asked may leave first.
struct Lookup {
    explicit Lookup(const Executor& executor) : resolver(executor), done(executor) {}

    tcp::resolver resolver;
    Signal done;
    bool finished = false;
    boost::system::error_code error;
    std::vector<TransportAddress> found;
};

void begin(const std::shared_ptr<Lookup>& lookup, const std::string& host, std::uint16_t port) {
    const auto note = [lookup](const boost::system::error_code& error,
                               const tcp::resolver::results_type& results) {
        lookup->error = error;
        for (const auto& result : results) lookup->found.push_back(from_endpoint(result));
        lookup->finished = true;
        lookup->done.notify();
    };
    lookup->resolver.async_resolve(host, std::to_string(port), tcp::resolver::numeric_service,
                                   note);
}

ConnectError failure(Kind kind, std::string what) {
    return {.kind = kind, .http_status = 0, .what = std::move(what)};
}

}  // namespace

Task<Result<std::vector<TransportAddress>, ConnectError>> look_up(std::string host,
                                                                  std::uint16_t port,
                                                                  Moment deadline) {
    const auto lookup = std::make_shared<Lookup>(co_await boost::asio::this_coro::executor);
    begin(lookup, host, port);
    while (!lookup->finished) {
        const bool woken = co_await lookup->done.wait_until(deadline);
        if (!woken) co_return fail(failure(Kind::Timeout, "looking up the name took too long"));
    }
    if (lookup->error) co_return fail(failure(Kind::NotFound, lookup->error.message()));
    if (lookup->found.empty()) co_return fail(failure(Kind::NotFound, "the name has no address"));
    co_return std::move(lookup->found);
}

}  // namespace salon::net
