// One connection to the server: its requests one after the other, until it becomes a WebSocket,
// misbehaves, or is told to end. Lives on the server's strand.
#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "net/router.h"
#include "net/tls_stream.h"
#include "net/wire.h"

namespace salon::net {

/// What all connections of a server share.
struct HttpService {
    HttpServerOptions options;
    Router router;
    std::unique_ptr<TlsDoor> tls;
    std::atomic<std::uint64_t> requests = 0;
    HttpServer::OnOther on_other;
    bool stopping = false;
};

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
public:
    HttpConnection(boost::asio::ip::tcp::socket socket, TransportAddress from,
                   std::shared_ptr<HttpService> service);

    /// Serves until the connection has ended.
    Task<> run();

    /// Ends gently: at once when idle, after the answer when busy, with 1001 when a WebSocket.
    void finish();
    /// Ends now; handlers are cancelled.
    void drop();

    /// Cancels the coroutine `run` was spawned as.
    boost::asio::cancellation_signal& cancels() { return cancels_; }

private:
    Task<bool> is_other();
    Task<bool> open_wire();
    Task<bool> serve_one();
    Task<std::optional<RequestHead>> next_head();
    Task<bool> serve(RequestHead head, HttpRequest request, const Route* route);
    Task<bool> serve_nobody(RequestHead head, std::string allowed);
    Task<> serve_websocket(HttpRequest request, const Route* route);
    Task<HttpResponse> answer(HttpRequest request, const Route* route);
    Task<std::optional<std::string>> body_of(const RequestHead& head, std::size_t body_max);
    Task<bool> write_response(HttpResponse response, bool to_head, bool keep_alive);
    Task<bool> write_stream(HttpResponse response, bool http_1_0);
    Task<bool> write(std::string_view bytes);
    Task<> refuse(int status, std::string message);
    void report(std::string_view who, const std::exception& error) const;

    class Chunks;

    Executor executor_;
    std::optional<boost::asio::ip::tcp::socket> socket_;  // Until the wire has it.
    TransportAddress from_;
    std::shared_ptr<HttpService> service_;
    std::optional<HttpWire> wire_;
    WebSocket* websocket_ = nullptr;  // While its handler runs.
    bool idle_ = true;
    boost::asio::cancellation_signal cancels_;
};

}  // namespace salon::net
