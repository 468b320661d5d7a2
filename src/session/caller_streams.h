// One call's ICE-TCP connections (RFC 6544): those its caller opened to our TCP port. The remote
// address tells them apart.
//
//   in   connections whose first check named this call; datagrams to send on one of them
//   out  their datagrams
//
// Lives on its call's loop.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "base/address.h"
#include "ice/tcp_frames.h"
#include "net/byte_link.h"

namespace salon::session {

class CallerStreams {
public:
    static constexpr std::size_t connections_max = 8;  ///< A further one is refused.

    using OnDatagram = std::function<void(MutableBytes, const TransportAddress& from)>;

    CallerStreams() = default;
    CallerStreams(const CallerStreams&) = delete;
    CallerStreams& operator=(const CallerStreams&) = delete;
    ~CallerStreams() { close(); }

    void listen(OnDatagram on_datagram) { on_datagram_ = std::move(on_datagram); }
    /// `first` are the bytes that came already.
    void adopt(std::unique_ptr<net::Stream> stream, const TransportAddress& from, Bytes first);
    /// False when there is no such connection, or it is too slow: then the datagram is lost.
    bool send(Bytes datagram, const TransportAddress& to);
    void close();

    std::size_t size() const { return connections_.size(); }

private:
    struct Connection {
        std::shared_ptr<net::ByteLink> link;
        ice::TcpFrames frames{};
    };

    void hear(const TransportAddress& from, Bytes bytes);

    OnDatagram on_datagram_;
    std::map<TransportAddress, std::shared_ptr<Connection>> connections_;
};

}  // namespace salon::session
