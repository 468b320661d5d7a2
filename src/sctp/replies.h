// What is said besides data: answers and questions of the association itself, until a packet has
// room for them. All of it is said again when it matters, so a full queue drops.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "sctp/packet.h"

namespace salon::sctp {

class Replies {
public:
    static constexpr std::size_t waiting_max = 16;  ///< Of each kind; drop_newest.

    Replies(std::uint16_t local_port, std::uint16_t remote_port)
        : local_port_(local_port), remote_port_(remote_port) {}

    /// A packet of its own, under any tag: what may not be bundled, or has no association yet.
    void send_alone(Bytes chunk, std::uint32_t tag);
    /// In the next packet that has room.
    void send(ByteBuffer chunk);
    /// Nothing that was to be bundled matters any more.
    void forget() { chunks_.clear(); }

    std::optional<ByteBuffer> take_alone();
    /// Moves as many chunks as it has room for.
    void fill(PacketBuilder& packet);

private:
    std::uint16_t local_port_;
    std::uint16_t remote_port_;
    std::deque<ByteBuffer> alone_;    // At most waiting_max packets.
    std::vector<ByteBuffer> chunks_;  // At most waiting_max.
};

}  // namespace salon::sctp
