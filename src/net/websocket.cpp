#include "net/websocket.h"

#include <utility>

#include "net/websocket_core.h"

namespace salon::net {

WebSocket::WebSocket(WebSocket&&) noexcept = default;

WebSocket& WebSocket::operator=(WebSocket&& other) noexcept {
    std::swap(core_, other.core_);
    return *this;
}

WebSocket::~WebSocket() {
    if (core_) core_->drop();
}

Task<Result<WsMessage, WsClosed>> WebSocket::read() { return core_->read(); }

Task<bool> WebSocket::send_text(std::string text) {
    WsMessage message{.text = true, .data = std::move(text)};
    return core_->send(std::move(message));
}

Task<bool> WebSocket::send_binary(std::string data) {
    WsMessage message{.text = false, .data = std::move(data)};
    return core_->send(std::move(message));
}

Task<> WebSocket::close(std::uint16_t code, std::string reason) {
    return core_->close(code, std::move(reason));
}

void WebSocket::drop() { core_->drop(); }
std::size_t WebSocket::unsent() const { return core_->unsent(); }
bool WebSocket::open() const { return core_->open(); }

std::string_view close_reason(std::string_view reason) {
    constexpr std::size_t bytes_max = 123;  // RFC 6455 §5.5.1: 125 for code and reason.
    if (reason.size() <= bytes_max) return reason;
    std::size_t end = bytes_max;
    const auto continues = [&](std::size_t at) {  // The middle of a UTF-8 character.
        return (static_cast<unsigned char>(reason[at]) & 0xc0) == 0x80;
    };
    while (end > 0 && continues(end)) --end;
    return reason.substr(0, end);
}

}  // namespace salon::net
