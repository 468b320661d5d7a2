#include "net/http_server.h"

#include <atomic>
#include <future>
#include <system_error>
#include <unordered_set>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/check.h"
#include "base/log.h"
#include "net/clock.h"
#include "net/endpoint.h"
#include "net/http_connection.h"
#include "net/signal.h"
#include "net/spawn.h"
#include "net/tcp_listener.h"

namespace salon::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr int backlog = 1024;
constexpr Duration cancel_patience = 1s;  // For what was cancelled to end.

}  // namespace

class HttpServer::Door : public std::enable_shared_from_this<Door> {
public:
    Door(Loop& loop, HttpServerOptions options)
        : loop_(loop),
          executor_(loop.executor()),
          listener_(executor_),
          changed_(executor_),
          service_(std::make_shared<HttpService>()) {
        service_->options = std::move(options);
    }

    Router& router() { return service_->router; }
    void others(OnOther on_other) { service_->on_other = std::move(on_other); }

    void listen() {
        const auto& options = service_->options;
        if (options.tls) service_->tls = std::make_unique<TlsDoor>(*options.tls);
        listener_.listen(options.local, backlog);
        spawn(executor_, "net", accept_all(shared_from_this()));
    }

    TransportAddress local() const { return listener_.local(); }

    HttpServerCounts counts() const {
        return {.connections = open_.load(std::memory_order_relaxed),
                .requests = service_->requests.load(std::memory_order_relaxed),
                .refused = refused_.load(std::memory_order_relaxed)};
    }

    void stop(Duration patience) {
        if (!loop_.running()) return;
        const auto stopped = std::make_shared<std::promise<void>>();
        const auto waits = stopped->get_future();
        spawn(executor_, "net", shut(shared_from_this(), patience, stopped));
        waits.wait_for(patience + 2 * cancel_patience);
    }

private:
    static Task<> accept_all(std::shared_ptr<Door> self) {
        for (;;) {
            auto socket = co_await self->listener_.accept();
            if (!socket) co_return;
            self->welcome(std::move(*socket));
        }
    }

    void welcome(tcp::socket socket) {
        boost::system::error_code gone;
        const auto from = socket.remote_endpoint(gone);
        if (gone) return;
        if (connections_.size() >= service_->options.connections_max) {
            refused_.fetch_add(1, std::memory_order_relaxed);
            return;
        }
        tune(socket);
        const auto connection =
            std::make_shared<HttpConnection>(std::move(socket), from_endpoint(from), service_);
        connections_.insert(connection);
        open_.store(connections_.size(), std::memory_order_relaxed);
        asio::co_spawn(executor_, connection->run(),
                       asio::bind_cancellation_slot(
                           connection->cancels().slot(),
                           [self = shared_from_this(), connection](const std::exception_ptr& end) {
                               self->forget(connection, end);
                           }));
    }

    void forget(const std::shared_ptr<HttpConnection>& connection, const std::exception_ptr& end) {
        connections_.erase(connection);
        open_.store(connections_.size(), std::memory_order_relaxed);
        changed_.notify();
        if (!end || service_->stopping) return;
        try {
            std::rethrow_exception(end);
        } catch (const std::exception& error) {
            log(LogLevel::Error, "net", "a connection ended with: {}", error.what());
        }
    }

    static Task<> shut(std::shared_ptr<Door> self, Duration patience,
                       std::shared_ptr<std::promise<void>> stopped) {
        self->service_->stopping = true;
        self->listener_.close();
        for (const auto& connection : self->copy()) connection->finish();
        const bool gentle = co_await self->all_gone(steady_now() + patience);
        if (!gentle) {
            for (const auto& connection : self->copy()) {
                connection->drop();
                connection->cancels().emit(asio::cancellation_type::terminal);
            }
            co_await self->all_gone(steady_now() + cancel_patience);
        }
        stopped->set_value();
    }

    // Ending a connection may take it off the list.
    std::vector<std::shared_ptr<HttpConnection>> copy() const {
        return {connections_.begin(), connections_.end()};
    }

    Task<bool> all_gone(Moment deadline) {
        while (!connections_.empty()) {
            const bool woken = co_await changed_.wait_until(deadline);
            if (!woken) co_return connections_.empty();
        }
        co_return true;
    }

    Loop& loop_;
    Executor executor_;
    TcpListener listener_;
    Signal changed_;  // A connection has ended.
    std::shared_ptr<HttpService> service_;
    std::unordered_set<std::shared_ptr<HttpConnection>> connections_;
    std::atomic<std::size_t> open_ = 0;
    std::atomic<std::uint64_t> refused_ = 0;
};

HttpServer::HttpServer(Loop& loop, HttpServerOptions options)
    : door_(std::make_shared<Door>(loop, std::move(options))) {}

HttpServer::~HttpServer() { stop(); }

void HttpServer::route(std::string method, std::string path, Handler handler,
                       RouteOptions options) {
    door_->router().add({.method = std::move(method),
                         .path = std::move(path),
                         .prefix = false,
                         .options = options,
                         .handler = std::move(handler),
                         .socket_handler = {}});
}

void HttpServer::route_prefix(std::string method, std::string prefix, Handler handler,
                              RouteOptions options) {
    check(prefix.ends_with('/'));
    door_->router().add({.method = std::move(method),
                         .path = std::move(prefix),
                         .prefix = true,
                         .options = options,
                         .handler = std::move(handler),
                         .socket_handler = {}});
}

void HttpServer::websocket(std::string path, WebSocketHandler handler) {
    door_->router().add({.method = {},
                         .path = std::move(path),
                         .prefix = false,
                         .options = {},
                         .handler = {},
                         .socket_handler = std::move(handler)});
}

void HttpServer::websocket_prefix(std::string prefix, WebSocketHandler handler) {
    check(prefix.ends_with('/'));
    door_->router().add({.method = {},
                         .path = std::move(prefix),
                         .prefix = true,
                         .options = {},
                         .handler = {},
                         .socket_handler = std::move(handler)});
}

void HttpServer::others(OnOther on_other) { door_->others(std::move(on_other)); }
void HttpServer::listen() { door_->listen(); }
TransportAddress HttpServer::local() const { return door_->local(); }
void HttpServer::stop(Duration patience) { door_->stop(patience); }
HttpServerCounts HttpServer::counts() const { return door_->counts(); }

}  // namespace salon::net
