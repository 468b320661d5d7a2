#include <netinet/tcp.h>

#include "net/stream.h"

namespace salon::net {

namespace {

using boost::asio::ip::tcp;

class TcpStream final : public Stream {
public:
    explicit TcpStream(tcp::socket socket) : socket_(std::move(socket)) {}

    Executor executor() override { return socket_.get_executor(); }
    void read_some(boost::asio::mutable_buffer into, IoHandler handler) override {
        socket_.async_read_some(into, std::move(handler));
    }
    void write_some(WritePieces pieces, IoHandler handler) override {
        socket_.async_write_some(pieces, std::move(handler));
    }
    void finish_sending() override {
        boost::system::error_code gone;
        socket_.shutdown(tcp::socket::shutdown_send, gone);
    }
    void close() override {
        boost::system::error_code gone;
        socket_.close(gone);
    }

private:
    tcp::socket socket_;
};

void set(tcp::socket& socket, int level, int name, int value) {
    // Each is a wish: without it we are slower, not wrong.
    static_cast<void>(setsockopt(socket.native_handle(), level, name, &value, sizeof(value)));
}

}  // namespace

std::unique_ptr<Stream> tcp_stream(tcp::socket socket) {
    return std::make_unique<TcpStream>(std::move(socket));
}

void tune(tcp::socket& socket) {
    constexpr int unsent_bytes = 128 << 10;
    constexpr int gone_after_ms = 60'000;
    set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    set(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, unsent_bytes);
    set(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, gone_after_ms);
    set(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(socket, IPPROTO_TCP, TCP_KEEPIDLE, 30);
    set(socket, IPPROTO_TCP, TCP_KEEPINTVL, 10);
    set(socket, IPPROTO_TCP, TCP_KEEPCNT, 3);
}

}  // namespace salon::net
