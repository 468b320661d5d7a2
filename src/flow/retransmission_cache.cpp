#include "flow/retransmission_cache.h"

#include "base/check.h"

namespace salon::flow {

void RetransmissionCache::store(Sequence sequence, ByteBuffer packet, Moment now) {
    if (sent_.empty()) oldest_ = sequence;
    check(sequence.value() == oldest_.value() + static_cast<std::int64_t>(sent_.size()));
    bytes_ += packet.size();
    sent_.push_back({.packet = std::move(packet), .first = now});
    while (!sent_.empty() && (sent_.size() > policy_.packets_max || bytes_ > policy_.bytes_max ||
                              now - sent_.front().first > policy_.age_max)) {
        drop_oldest();
    }
}

const ByteBuffer* RetransmissionCache::take(std::uint16_t wire_sequence, Moment now) {
    const auto ahead = static_cast<std::uint16_t>(wire_sequence - rtp::wire(oldest_));
    if (ahead >= sent_.size()) return nullptr;
    auto& sent = sent_[ahead];
    if (now - sent.first > policy_.age_max || sent.times == policy_.again_max) return nullptr;
    if (sent.again && now - *sent.again < policy_.again_after) return nullptr;
    sent.again = now;
    ++sent.times;
    return &sent.packet;
}

void RetransmissionCache::drop_oldest() {
    bytes_ -= sent_.front().packet.size();
    sent_.pop_front();
    oldest_ = rtp::next(oldest_);
}

}  // namespace salon::flow
