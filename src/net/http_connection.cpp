#include "net/http_connection.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.h"
#include "net/expiry.h"
#include "net/http_text.h"
#include "net/spawn.h"
#include "net/websocket_core.h"
#include "net/with_timeout.h"

namespace salon::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t write_step = 64 << 10;  // A slow client only has to take this much in time.
constexpr std::string_view our_fault = "Something went wrong on the server; its log says more.";

HttpRequest to_request(const RequestHead& head, Target target, const TransportAddress& from,
                       bool secure) {
    HttpRequest request;
    request.method = head.method;
    request.target = head.target;
    request.path = std::move(target.path);
    request.query = std::move(target.query);
    request.headers = head.headers;
    request.from = from;
    request.secure = secure;
    return request;
}

int status_of(WireError error) {
    switch (error) {
        case WireError::HeaderTooLarge:
            return 431;
        case WireError::BodyTooLarge:
            return 413;
        case WireError::Malformed:
        case WireError::Gone:
            return 400;
    }
    return 400;
}

// A client that leaves while it is told something says nothing; only reading tells.
Task<> until_left(HttpWire& wire) {
    const bool spoke = co_await wire.wait_for_bytes();
    if (spoke) co_await forever();  // The next request waits its turn.
}

}  // namespace

// Writes a streamed body: chunked, or plain until the end for HTTP/1.0.
class HttpConnection::Chunks final : public HttpBodyWriter {
public:
    Chunks(HttpConnection& connection, bool chunked) : connection_(connection), chunked_(chunked) {}

    Task<bool> write(std::string piece) override {
        if (piece.empty()) co_return true;  // An empty chunk would mean the end.
        const auto bytes = chunked_ ? chunk(piece) : std::move(piece);
        co_return co_await connection_.write(bytes);
    }

private:
    HttpConnection& connection_;
    bool chunked_;
};

HttpConnection::HttpConnection(asio::ip::tcp::socket socket, TransportAddress from,
                               std::shared_ptr<HttpService> service)
    : executor_(socket.get_executor()),
      socket_(std::move(socket)),
      from_(from),
      service_(std::move(service)) {}

Task<> HttpConnection::run() {
    const auto self = shared_from_this();
    const bool other = service_->on_other && co_await is_other();
    if (other) service_->on_other(std::move(*std::exchange(socket_, std::nullopt)), from_);
    if (other || !socket_) co_return;
    const bool opened = co_await open_wire();
    if (!opened) co_return;
    bool more = true;
    while (more && !service_->stopping) more = co_await serve_one();
    if (wire_) co_await wire_->part();
}

void HttpConnection::finish() {
    if (websocket_ != nullptr) {
        spawn(executor_, "net", [](std::shared_ptr<HttpConnection> self) -> Task<> {
            if (self->websocket_ == nullptr) co_return;
            std::string reason = "the server stops";
            co_await self->websocket_->close(close_code::going_away, std::move(reason));
        }(shared_from_this()));
    } else if (idle_) {
        drop();
    }
}

void HttpConnection::drop() {
    if (websocket_ != nullptr) websocket_->drop();
    if (wire_) wire_->drop();
    if (socket_) socket_->close();
}

/// A handler that was cancelled because the server stops has done nothing wrong.
void HttpConnection::report(std::string_view who, const std::exception& error) const {
    if (service_->stopping) return;
    log(LogLevel::Error, "net", "the handler of {} failed: {}", who, error.what());
}

/// Looks at the first byte, and leaves it where it is.
Task<bool> HttpConnection::is_other() {
    const Expiry expiry(executor_, service_->options.idle_patience, [this] { drop(); });
    std::array<std::uint8_t, 1> first{};
    const auto [error, size] = co_await socket_->async_receive(
        asio::buffer(first), tcp::socket::message_peek, asio::as_tuple(asio::use_awaitable));
    co_return !error && size == 1 && first[0] <= HttpServer::other_byte_max;
}

Task<bool> HttpConnection::open_wire() {
    if (!service_->tls) {
        wire_.emplace(tcp_stream(std::move(*socket_)));
    } else {
        auto stream =
            co_await service_->tls->accept(std::move(*socket_), service_->options.header_patience);
        if (!stream) {
            log(LogLevel::Debug, "net", "{}", stream.error().what);
            co_return false;
        }
        wire_.emplace(std::move(*stream));
    }
    socket_.reset();
    co_return true;
}

/// The next request's head; nothing when there is none, and the client knows why.
Task<std::optional<RequestHead>> HttpConnection::next_head() {
    const auto& options = service_->options;
    idle_ = true;
    {
        const Expiry expiry(executor_, options.idle_patience, [this] { wire_->drop(); });
        const bool begun = co_await wire_->wait_for_bytes();
        if (!begun) co_return std::nullopt;
    }
    idle_ = false;
    const Expiry expiry(executor_, options.header_patience, [this] { wire_->drop(); });
    auto head = co_await wire_->read_head(options.header_max, service_->router.body_max());
    if (head) co_return std::move(*head);
    if (head.error() != WireError::Gone) {
        const int status = status_of(head.error());
        co_await refuse(status, std::string(reason_phrase(status)));
    }
    co_return std::nullopt;
}

Task<bool> HttpConnection::serve_one() {
    auto head = co_await next_head();
    if (!head) co_return false;
    ++service_->requests;
    auto target = parse_target(head->target);
    if (!target) {
        co_await refuse(400, "The address is not valid.");
        co_return false;
    }
    auto request = to_request(*head, std::move(*target), from_, service_->tls != nullptr);
    if (head->wants_websocket) {
        if (const auto* route = service_->router.find_websocket(request.path)) {
            co_await serve_websocket(std::move(request), route);
            co_return false;
        }
    }
    const auto found = service_->router.find(request.method, request.path);
    if (found.route == nullptr) co_return co_await serve_nobody(std::move(*head), found.allowed);
    co_return co_await serve(std::move(*head), std::move(request), found.route);
}

/// Tells that no route answers this. A body nobody wants is left unread, and ends the connection.
Task<bool> HttpConnection::serve_nobody(RequestHead head, std::string allowed) {
    const int status = allowed.empty() ? 404 : 405;
    auto response = error_response(status, reason_phrase(status));
    if (!allowed.empty()) response.headers.set("Allow", allowed);
    const bool has_body = head.length.value_or(0) > 0 || head.headers.has("Transfer-Encoding");
    const bool stays = head.keep_alive && !has_body;
    const bool written = co_await write_response(std::move(response), head.method == "HEAD", stays);
    co_return stays ? written : false;
}

Task<bool> HttpConnection::serve(RequestHead head, HttpRequest request, const Route* route) {
    auto body = co_await body_of(head, route->options.body_max);
    if (!body) co_return false;
    request.body = std::move(*body);
    request.rest = route->rest(request.path);
    const bool to_head = request.method == "HEAD";
    auto response = co_await answer(std::move(request), route);
    if (response.stream && !to_head) {
        co_return co_await write_stream(std::move(response), head.http_1_0);
    }
    const bool keep_alive = head.keep_alive && !service_->stopping;
    const bool written = co_await write_response(std::move(response), to_head, keep_alive);
    co_return keep_alive ? written : false;
}

/// The whole body; nothing when it cannot be had, and the client knows why.
Task<std::optional<std::string>> HttpConnection::body_of(const RequestHead& head,
                                                         std::size_t body_max) {
    const bool too_large = head.length.value_or(0) > body_max;
    if (head.wants_continue && !too_large) {
        const bool told = co_await write("HTTP/1.1 100 Continue\r\n\r\n");
        if (!told) co_return std::nullopt;
    }
    auto error = WireError::BodyTooLarge;
    if (!too_large) {
        const auto patience = service_->options.body_patience;
        const Expiry expiry(executor_, patience, [this] { wire_->drop(); });
        auto body = co_await wire_->read_body(body_max);
        if (body) co_return std::move(*body);
        error = body.error();
    }
    if (error != WireError::Gone) {
        const int status = status_of(error);
        co_await refuse(status, std::string(reason_phrase(status)));
    }
    co_return std::nullopt;
}

Task<HttpResponse> HttpConnection::answer(HttpRequest request, const Route* route) {
    try {
        co_return co_await route->handler(std::move(request));
    } catch (const std::exception& error) {
        report(route->path, error);
    }
    co_return error_response(500, our_fault);
}

Task<> HttpConnection::serve_websocket(HttpRequest request, const Route* route) {
    request.rest = route->rest(request.path);
    const auto limits = service_->options.websocket;
    auto upgraded = co_await wire_->accept_websocket(limits);
    wire_.reset();
    if (!upgraded) co_return;
    auto core = std::make_shared<WebSocket::Core>(std::move(*upgraded), limits);
    core->start();
    WebSocket socket(std::move(core));
    websocket_ = &socket;
    std::uint16_t code = close_code::normal;
    try {
        co_await route->socket_handler(socket, std::move(request));
    } catch (const std::exception& error) {
        report(route->path, error);
        code = close_code::internal_error;
    }
    websocket_ = nullptr;
    if (socket.open()) co_await socket.close(code);
}

Task<bool> HttpConnection::write_response(HttpResponse response, bool to_head, bool keep_alive) {
    auto text = response_head(response, BodyKind::Counted, keep_alive);
    if (!to_head && !is_bodyless(response.status)) text += response.body;
    co_return co_await write(text);
}

Task<bool> HttpConnection::write_stream(HttpResponse response, bool http_1_0) {
    const auto kind = http_1_0 ? BodyKind::UntilClose : BodyKind::Chunked;
    const auto head = response_head(response, kind, false);
    const bool written = co_await write(head);
    if (!written) co_return false;
    using namespace asio::experimental::awaitable_operators;
    Chunks chunks(*this, !http_1_0);
    auto raced = co_await (detail::outcome_of(response.stream(chunks)) || until_left(*wire_));
    if (raced.index() == 1) co_return false;
    if (std::get<0>(raced).failure) {
        try {
            std::rethrow_exception(std::get<0>(raced).failure);
        } catch (const std::exception& error) {
            report("a stream", error);
        }
        wire_->drop();  // Cut off, so that the client does not take it for whole.
        co_return false;
    }
    if (!http_1_0) co_await write(last_chunk);
    co_return false;
}

Task<bool> HttpConnection::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto step = bytes.substr(0, write_step);
        const auto patience = service_->options.write_patience;
        const Expiry expiry(executor_, patience, [this] { wire_->drop(); });
        const bool written = co_await wire_->write(step);
        if (!written) co_return false;
        bytes.remove_prefix(step.size());
    }
    co_return true;
}

Task<> HttpConnection::refuse(int status, std::string message) {
    co_await write_response(error_response(status, message), false, false);
}

}  // namespace salon::net
