// A TCP client that says exactly what a test wants, for clients that do not behave.
#pragma once

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>

#include "base/address.h"
#include "net/sockaddr.h"

namespace salon::net {

class RawClient {
public:
    explicit RawClient(TransportAddress to) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        auto kernel = to_kernel(to, AF_INET);
        connected_ = ::connect(socket_, kernel->get(), kernel->size) == 0;
        const timeval patience{.tv_sec = 10, .tv_usec = 0};
        setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    ~RawClient() { ::close(socket_); }

    bool connected() const { return connected_; }

    bool say(std::string_view text) {
        const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
        return sent == static_cast<ssize_t>(text.size());
    }

    /// Reads until `end` has been seen, or the server hangs up.
    std::string hear(std::string_view end) {
        std::string heard;
        std::array<char, 4096> piece{};
        while (heard.find(end) == std::string::npos) {
            const auto size = ::recv(socket_, piece.data(), piece.size(), 0);
            if (size <= 0) break;
            heard.append(piece.data(), static_cast<std::size_t>(size));
        }
        return heard;
    }

    /// Everything until the server hangs up.
    std::string hear_out() { return hear("\x01 never said \x01"); }

    void finish_sending() { ::shutdown(socket_, SHUT_WR); }

private:
    int socket_;
    bool connected_ = false;
};

}  // namespace salon::net
