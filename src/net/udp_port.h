// One loop's socket at a UDP port. The first one takes the port, which must be nobody's; sockets of
// other loops may then join it (SO_REUSEPORT), and the kernel gives all datagrams of one caller to
// the same loop.
//
//   in   datagrams, up to 64 a system call
//   out  datagrams, sent together when the batch that caused them is done
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "base/address.h"
#include "net/loop.h"

namespace salon::net {

inline constexpr std::size_t datagrams_per_call = 64;
inline constexpr std::size_t datagram_room = 2048;  ///< A longer datagram is dropped and counted.
inline constexpr int udp_buffer_size = 4 << 20;     ///< Asked of the kernel, both ways.

enum class PortUse {
    Take,  ///< The port must be free, of sockets that others share too.
    Join,  ///< A port that this process has taken.
};

struct UdpCounts {
    std::uint64_t received = 0;
    std::uint64_t sent = 0;
    std::uint64_t dropped_too_long = 0;
    std::uint64_t dropped_on_send = 0;  ///< The kernel's buffer was full, or the way is closed.
};

class UdpPort {
public:
    /// Called on the loop for each datagram; the bytes may be changed in place and are valid during
    /// the call.
    using OnDatagram = std::function<void(MutableBytes datagram, TransportAddress from)>;

    /// Binds `local`; port 0 takes a free one. An IPv6 wildcard hears IPv4 too.
    ///
    /// Errors  throws std::system_error when the address is taken
    /// Thread  any; does not block. `on_datagram` may be called before this returns.
    UdpPort(Loop& loop, TransportAddress local, OnDatagram on_datagram,
            PortUse use = PortUse::Take);
    UdpPort(const UdpPort&) = delete;
    UdpPort& operator=(const UdpPort&) = delete;
    /// Sends what waits, then closes. On the loop, or after it has stopped.
    ~UdpPort();

    /// Sends with the batch. UDP may drop: nobody is told, it is counted.
    ///
    /// Thread  strand; does not block
    void send(Datagram datagram);

    TransportAddress local() const;
    /// Thread  any; does not block
    UdpCounts counts() const;

private:
    class Socket;
    std::shared_ptr<Socket> socket_;
};

}  // namespace salon::net
