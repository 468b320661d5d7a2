// A non-blocking UDP socket as the kernel offers it: many datagrams a system call, nothing else.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "base/address.h"
#include "net/udp_port.h"

namespace salon::net {

struct Received {
    MutableBytes bytes;
    TransportAddress from;
    bool cut = false;  ///< It was longer than datagram_room.
};

class UdpSocket {
public:
    /// Errors  throws std::system_error when the address is taken
    explicit UdpSocket(TransportAddress local, PortUse use = PortUse::Take);
    UdpSocket(const UdpSocket&) = delete;
    UdpSocket& operator=(const UdpSocket&) = delete;

    int native() const { return socket_; }
    TransportAddress local() const;

    /// Up to `datagrams_per_call` that have arrived; valid until the next call. Empty: no more now.
    std::span<const Received> receive();

    /// Sends what the kernel takes. Returns how many it took.
    std::size_t send(std::span<const Datagram> datagrams);

private:
    std::size_t send_batch(std::span<const Datagram> datagrams);

    int socket_;  // Whoever waits for it owns and closes it.
    int family_;
    std::vector<std::array<std::uint8_t, datagram_room>> rooms_;
    std::vector<Received> received_;
};

}  // namespace salon::net
