#include "net/wire.h"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "net/any_stream.h"
#include "net/expiry.h"

namespace salon::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

// What Beast's WebSocket asks of the stream below it, found by argument-dependent look-up.

inline void beast_close_socket(AnyStream& stream) { stream.stream().close(); }

inline void teardown(beast::role_type, AnyStream& stream, beast::error_code& error) {
    stream.stream().close();
    error = {};
}

template <class Handler>
void async_teardown(beast::role_type, AnyStream& stream, Handler&& handler) {
    asio::co_spawn(stream.get_executor(), linger(stream),
                   [handler = std::forward<Handler>(handler)](const std::exception_ptr&) mutable {
                       handler(beast::error_code());
                   });
}

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);
constexpr Duration linger_patience = 2s;
constexpr std::size_t first_read = 8 << 10;

WireError to_wire_error(const beast::error_code& error) {
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
        return WireError::HeaderTooLarge;
    }
    if (error == http::error::body_limit) return WireError::BodyTooLarge;
    if (error == http::error::end_of_stream || error == http::error::partial_message) {
        return WireError::Gone;
    }
    const bool parsing =
        error.category() == http::make_error_code(http::error::bad_method).category();
    return parsing ? WireError::Malformed : WireError::Gone;
}

template <class Fields>
HttpHeaders copy_headers(const Fields& fields) {
    HttpHeaders headers;
    for (const auto& field : fields) {
        headers.add(std::string(field.name_string()), std::string(field.value()));
    }
    return headers;
}

// How a read ended, in the words of a close frame: the peer's, or the ones we gave it.
WsClosed how_it_ended(const beast::error_code& error, const websocket::close_reason& said) {
    using Error = websocket::error;
    if (error == Error::closed) {
        const auto code =
            said.code == websocket::close_code::none ? close_code::none_given : said.code;
        return {.code = code, .reason = std::string(said.reason.c_str(), said.reason.size())};
    }
    if (error == Error::message_too_big || error == Error::buffer_overflow) {
        return {.code = close_code::too_big, .reason = "a message is longer than allowed"};
    }
    if (error == Error::bad_frame_payload) {
        return {.code = close_code::bad_payload, .reason = "a text is not UTF-8"};
    }
    if (error == websocket::condition::protocol_violation) {
        return {.code = websocket::close_code::protocol_error, .reason = error.message()};
    }
    return {.code = close_code::dropped, .reason = error.message()};
}

}  // namespace

Task<> linger(AnyStream& stream) {
    stream.stream().finish_sending();
    const Expiry expiry(stream.get_executor(), linger_patience,
                        [&stream] { stream.stream().close(); });
    std::string unheard(first_read, '\0');
    for (;;) {
        const auto [error, size] = co_await stream.async_read_some(asio::buffer(unheard), as_value);
        if (error) break;
    }
    stream.stream().close();
}

// WebSocket frames.

class WebSocketWire::Frames {
public:
    Frames(AnyStream stream, WsLimits limits) : socket(std::move(stream)) {
        socket.read_message_max(limits.message_max);
        socket.set_option(
            websocket::stream_base::timeout{.handshake_timeout = websocket::stream_base::none(),
                                            .idle_timeout = websocket::stream_base::none(),
                                            .keep_alive_pings = false});
        socket.auto_fragment(false);
    }

    websocket::stream<AnyStream, false> socket;  // false: no deflate; base64 of sound gains little.
};

WebSocketWire::WebSocketWire(std::unique_ptr<Frames> frames) : frames_(std::move(frames)) {}
WebSocketWire::WebSocketWire(WebSocketWire&&) noexcept = default;
WebSocketWire::~WebSocketWire() = default;

Executor WebSocketWire::executor() { return frames_->socket.get_executor(); }

Task<Result<WsMessage, WsClosed>> WebSocketWire::read() {
    auto& socket = frames_->socket;
    WsMessage message;
    auto into = asio::dynamic_buffer(message.data);
    const auto [error, size] = co_await socket.async_read(into, as_value);
    if (error) co_return fail(how_it_ended(error, socket.reason()));
    message.text = socket.got_text();
    co_return message;
}

Task<bool> WebSocketWire::write(const WsMessage& message) {
    auto& socket = frames_->socket;
    socket.text(message.text);
    const auto [error, size] = co_await socket.async_write(asio::buffer(message.data), as_value);
    co_return !error;
}

Task<> WebSocketWire::close(std::uint16_t code, std::string reason) {
    const websocket::close_reason why(static_cast<websocket::close_code>(code), reason);
    co_await frames_->socket.async_close(why, as_value);
}

void WebSocketWire::drop() { frames_->socket.next_layer().stream().close(); }

// HTTP messages.

class HttpWire::Messages {
public:
    explicit Messages(std::unique_ptr<Stream> plain) : stream(std::move(plain)) {}

    using Parser = http::request_parser<http::string_body>;

    AnyStream stream;
    beast::flat_buffer read_ahead;
    std::optional<Parser> request;
};

HttpWire::HttpWire(std::unique_ptr<Stream> stream)
    : messages_(std::make_unique<Messages>(std::move(stream))) {}
HttpWire::~HttpWire() = default;

Executor HttpWire::executor() { return messages_->stream.get_executor(); }

Task<bool> HttpWire::wait_for_bytes() {
    auto& [stream, read_ahead, request] = *messages_;
    if (read_ahead.size() > 0) co_return true;
    const auto room = read_ahead.prepare(first_read);
    const auto [error, size] = co_await stream.async_read_some(room, as_value);
    read_ahead.commit(size);
    co_return !error;
}

Task<Result<RequestHead, WireError>> HttpWire::read_head(std::size_t header_max,
                                                         std::size_t body_max) {
    auto& [stream, read_ahead, request] = *messages_;
    request.emplace();
    request->header_limit(static_cast<std::uint32_t>(header_max));
    request->body_limit(body_max);
    const auto [error, size] =
        co_await http::async_read_header(stream, read_ahead, *request, as_value);
    if (error) co_return fail(to_wire_error(error));
    const auto& message = request->get();
    RequestHead head{
        .method = std::string(message.method_string()),
        .target = std::string(message.target()),
        .headers = copy_headers(message),
        .length = std::nullopt,
        .http_1_0 = message.version() < 11,
        .keep_alive = message.keep_alive(),
        .wants_websocket = websocket::is_upgrade(message),
        .wants_continue = beast::iequals(message[http::field::expect], "100-continue")};
    if (const auto length = request->content_length()) head.length = *length;
    co_return head;
}

Task<Result<std::string, WireError>> HttpWire::read_body(std::size_t body_max) {
    auto& [stream, read_ahead, request] = *messages_;
    request->body_limit(body_max);
    const auto [error, size] = co_await http::async_read(stream, read_ahead, *request, as_value);
    if (error) co_return fail(to_wire_error(error));
    co_return std::move(request->get().body());
}

Task<Result<HttpResponse, WireError>> HttpWire::read_response(bool to_head, std::size_t body_max) {
    auto& [stream, read_ahead, request] = *messages_;
    http::response_parser<http::string_body> parser;
    parser.body_limit(body_max);
    parser.skip(to_head);
    const auto [error, size] = co_await http::async_read(stream, read_ahead, parser, as_value);
    if (error) co_return fail(to_wire_error(error));
    HttpResponse response;
    response.status = static_cast<int>(parser.get().result_int());
    response.headers = copy_headers(parser.get());
    response.body = std::move(parser.get().body());
    co_return response;
}

Task<bool> HttpWire::write(std::string_view bytes) {
    const auto [error, size] =
        co_await asio::async_write(messages_->stream, asio::buffer(bytes), as_value);
    co_return !error;
}

Task<std::optional<WebSocketWire>> HttpWire::accept_websocket(WsLimits limits) {
    auto messages = std::move(messages_);
    messages->stream.unread(beast::buffers_to_string(messages->read_ahead.data()));
    auto frames = std::make_unique<WebSocketWire::Frames>(std::move(messages->stream), limits);
    const auto [error] = co_await frames->socket.async_accept(messages->request->get(), as_value);
    if (error) co_return std::nullopt;
    co_return WebSocketWire(std::move(frames));
}

Task<Result<WebSocketWire, UpgradeRefused>> HttpWire::ask_websocket(std::string host,
                                                                    std::string target,
                                                                    HttpHeaders headers,
                                                                    WsLimits limits) {
    auto messages = std::move(messages_);
    auto frames = std::make_unique<WebSocketWire::Frames>(std::move(messages->stream), limits);
    auto& socket = frames->socket;
    const auto decorate = [headers](websocket::request_type& request) {
        for (const auto& [name, value] : headers.all()) request.set(name, value);
    };
    socket.set_option(websocket::stream_base::decorator(decorate));
    websocket::response_type response;
    const auto [error] = co_await socket.async_handshake(response, host, target, as_value);
    if (!error) co_return WebSocketWire(std::move(frames));
    UpgradeRefused refused{.status = 0, .what = error.message()};
    if (error == websocket::error::upgrade_declined)
        refused.status = static_cast<int>(response.result_int());
    co_return fail(std::move(refused));
}

Task<> HttpWire::part() { co_await linger(messages_->stream); }

void HttpWire::drop() { messages_->stream.stream().close(); }

}  // namespace salon::net
