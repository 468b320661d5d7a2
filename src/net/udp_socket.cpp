#include "net/udp_socket.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

#include "net/sockaddr.h"

namespace salon::net {

namespace {

void set(int socket, int level, int name, int value) {
    // Each is a wish: without it we are slower, not wrong.
    static_cast<void>(setsockopt(socket, level, name, &value, sizeof(value)));
}

[[noreturn]] void give_up(int socket, const std::string& what) {
    const int error = errno;
    if (socket >= 0) ::close(socket);
    throw std::system_error(error, std::generic_category(), what);
}

// FORCE goes beyond net.core.rmem_max, but only root may.
void set_buffers(int socket) {
    set(socket, SOL_SOCKET, SO_RCVBUF, udp_buffer_size);
    set(socket, SOL_SOCKET, SO_SNDBUF, udp_buffer_size);
    set(socket, SOL_SOCKET, SO_RCVBUFFORCE, udp_buffer_size);
    set(socket, SOL_SOCKET, SO_SNDBUFFORCE, udp_buffer_size);
}

int open_socket(int family, TransportAddress local, PortUse use) {
    const int socket = ::socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0) give_up(socket, "cannot open a UDP socket");
    if (use == PortUse::Join) set(socket, SOL_SOCKET, SO_REUSEPORT, 1);
    set(socket, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO);
    if (family == AF_INET6) {
        set(socket, IPPROTO_IPV6, IPV6_V6ONLY, 0);
        set(socket, IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DO);
    }
    set_buffers(socket);
    auto address = to_kernel(local, family);
    if (bind(socket, address->get(), address->size) < 0) {
        give_up(socket, "cannot bind UDP port " + std::to_string(local.port));
    }
    // Only now: bound with it, we would also be given a port that somebody else shares already, and
    // with it half of the datagrams.
    set(socket, SOL_SOCKET, SO_REUSEPORT, 1);
    return socket;
}

}  // namespace

UdpSocket::UdpSocket(TransportAddress local, PortUse use)
    : socket_(-1), family_(local.ip.is_v4() ? AF_INET : AF_INET6), rooms_(datagrams_per_call) {
    socket_ = open_socket(family_, local, use);
    received_.reserve(datagrams_per_call);
}

TransportAddress UdpSocket::local() const {
    KernelAddress address;
    static_cast<void>(getsockname(socket_, address.get(), &address.size));
    return from_kernel(address.storage);
}

std::span<const Received> UdpSocket::receive() {
    std::array<iovec, datagrams_per_call> pieces{};
    std::array<mmsghdr, datagrams_per_call> messages{};
    std::array<sockaddr_storage, datagrams_per_call> senders{};
    for (std::size_t i = 0; i < datagrams_per_call; ++i) {
        pieces[i] = {.iov_base = rooms_[i].data(), .iov_len = datagram_room};
        messages[i].msg_hdr.msg_iov = &pieces[i];
        messages[i].msg_hdr.msg_iovlen = 1;
        messages[i].msg_hdr.msg_name = &senders[i];
        messages[i].msg_hdr.msg_namelen = sizeof(senders[i]);
    }
    received_.clear();
    int count = -1;
    // ECONNREFUSED is an old answer to one of ours (ICMP): it says nothing about what waits here.
    do {
        count = recvmmsg(socket_, messages.data(), datagrams_per_call, MSG_DONTWAIT, nullptr);
    } while (count < 0 && (errno == ECONNREFUSED || errno == EINTR));
    for (std::size_t i = 0; i < static_cast<std::size_t>(std::max(count, 0)); ++i) {
        received_.push_back({.bytes = MutableBytes(rooms_[i].data(), messages[i].msg_len),
                             .from = from_kernel(senders[i]),
                             .cut = (messages[i].msg_hdr.msg_flags & MSG_TRUNC) != 0});
    }
    return received_;
}

std::size_t UdpSocket::send(std::span<const Datagram> datagrams) {
    std::size_t sent = 0;
    for (std::size_t at = 0; at < datagrams.size(); at += datagrams_per_call) {
        const auto left = std::min(datagrams_per_call, datagrams.size() - at);
        sent += send_batch(datagrams.subspan(at, left));
    }
    return sent;
}

std::size_t UdpSocket::send_batch(std::span<const Datagram> datagrams) {
    std::array<iovec, datagrams_per_call> pieces{};
    std::array<mmsghdr, datagrams_per_call> messages{};
    std::array<KernelAddress, datagrams_per_call> receivers;
    std::size_t count = 0;
    for (const auto& datagram : datagrams) {
        const auto receiver = to_kernel(datagram.to, family_);
        if (!receiver) continue;
        receivers[count] = *receiver;
        // sendmmsg only reads; its structures are shared with receiving and cannot say so.
        pieces[count] = {.iov_base = const_cast<std::uint8_t*>(datagram.bytes.data()),
                         .iov_len = datagram.bytes.size()};
        messages[count].msg_hdr.msg_iov = &pieces[count];
        messages[count].msg_hdr.msg_iovlen = 1;
        messages[count].msg_hdr.msg_name = receivers[count].get();
        messages[count].msg_hdr.msg_namelen = receivers[count].size;
        ++count;
    }
    std::size_t sent = 0;
    std::size_t at = 0;
    while (at < count) {
        const int taken =
            sendmmsg(socket_, &messages[at], static_cast<unsigned>(count - at), MSG_DONTWAIT);
        if (taken > 0) {
            sent += static_cast<std::size_t>(taken);
            at += static_cast<std::size_t>(taken);
        } else if (errno == EAGAIN || errno == ENOBUFS) {
            break;  // The way out is full: what is late is dropped, not kept.
        } else if (errno != EINTR && errno != ECONNREFUSED) {
            ++at;  // This one cannot go; the next may.
        }
    }
    return sent;
}

}  // namespace salon::net
