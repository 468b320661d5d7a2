#include "sctp/replies.h"

#include <utility>

namespace salon::sctp {

void Replies::send_alone(Bytes chunk, std::uint32_t tag) {
    PacketBuilder packet(local_port_, remote_port_, tag, packet_size_max);
    if (alone_.size() >= waiting_max || chunk.size() > packet.room()) return;
    packet.add(chunk);
    alone_.push_back(packet.finish());
}

void Replies::send(ByteBuffer chunk) {
    const bool fits = chunk.size() <= packet_size_max - packet_header_size;
    if (fits && chunks_.size() < waiting_max) chunks_.push_back(std::move(chunk));
}

std::optional<ByteBuffer> Replies::take_alone() {
    if (alone_.empty()) return std::nullopt;
    auto packet = std::move(alone_.front());
    alone_.pop_front();
    return packet;
}

void Replies::fill(PacketBuilder& packet) {
    std::size_t taken = 0;
    while (taken < chunks_.size() && chunks_[taken].size() <= packet.room()) {
        packet.add(chunks_[taken++]);
    }
    chunks_.erase(chunks_.begin(), chunks_.begin() + static_cast<std::ptrdiff_t>(taken));
}

}  // namespace salon::sctp
