// Datagrams on a TCP connection (RFC 4571): each is preceded by its length. What ICE-TCP (RFC 6544)
// speaks.
//
//   in   bytes as TCP gives them
//   out  one datagram at a time
#pragma once

#include <optional>

#include "base/bytes.h"

namespace salon::ice {

class TcpFrames {
public:
    static constexpr std::size_t frame_size_max = 2048;  ///< More is no WebRTC: hang up.

    void push(Bytes bytes);
    /// The next whole datagram, to be changed in place; valid until the next call of either.
    std::optional<MutableBytes> next();
    /// What came cannot be WebRTC over TCP; hang up.
    bool broken() const { return broken_; }

private:
    ByteBuffer waiting_;     // Less than one frame after next() gave nothing.
    std::size_t taken_ = 0;  // Of waiting_, by next().
    bool broken_ = false;
};

/// `datagram` with its length before it.
ByteBuffer tcp_frame(Bytes datagram);

}  // namespace salon::ice
