// Where callers come in who cannot use UDP: ICE-TCP (RFC 6544), passive, at a port of its own or at
// one whose owner passes on those who are not his. A connection's first datagram must be a check
// that names a call; then the connection belongs to that call. Until then it has little time and
// little room.
//
// Lives on one loop; hands connections to others.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/ip/tcp.hpp>

#include "base/address.h"
#include "base/bytes.h"
#include "net/loop.h"
#include "net/task.h"
#include "net/tcp_listener.h"

namespace salon::session {

struct TcpDoorCounts {
    std::uint64_t taken = 0;    ///< Connections that found their call.
    std::uint64_t refused = 0;  ///< Too many at once, too slow, or none of ours.
};

class TcpDoor {
public:
    static constexpr std::size_t strangers_max = 64;       ///< Connections without a call yet.
    static constexpr std::size_t strangers_each_max = 16;  ///< Of one IP address.
    static constexpr Duration patience = std::chrono::seconds(5);  ///< For the first check.

    /// A connection and what it has said so far; `ufrag` is whom it asks for.
    struct Visitor {
        boost::asio::ip::tcp::socket socket;
        TransportAddress from;
        ByteBuffer said;
        std::string ufrag;
    };
    /// Takes the visitor where he belongs, or returns false.
    using OnVisitor = std::function<bool(Visitor)>;

    TcpDoor(net::Loop& loop, OnVisitor on_visitor);
    TcpDoor(const TcpDoor&) = delete;
    TcpDoor& operator=(const TcpDoor&) = delete;
    /// On the loop, or after it has stopped.
    ~TcpDoor();

    /// Takes those who come in at a port of its own.
    void open(net::TcpListener port);
    /// Somebody has come in elsewhere. On the loop.
    void welcome(boost::asio::ip::tcp::socket socket);

    /// Thread  any; does not block
    TcpDoorCounts counts() const;

private:
    class Hall;
    std::shared_ptr<Hall> hall_;
};

}  // namespace salon::session
