#include "peer/pacer.h"

#include <algorithm>
#include <utility>

#include "base/take_front.h"

namespace salon::peer {

void Pacer::push(ByteBuffer packet) {
    wait(packet.size());
    packets_.push_back(std::move(packet));
}

void Pacer::push_repair(ByteBuffer packet) {
    if (repairs_.size() == policy_.repairs_max) return;
    wait(packet.size());
    repairs_.push_back(std::move(packet));
}

std::optional<ByteBuffer> Pacer::take_due(Moment now) {
    if (now < deadline()) return std::nullopt;
    auto packet = take_front(repairs_.empty() ? packets_ : repairs_);
    if (!packet) return packet;
    paid_until_ = std::max(paid_until_, now) + length_of(packet->size());
    bytes_ -= static_cast<std::int64_t>(packet->size());
    if (bytes_ == 0) hurry_ = 0;
    return packet;
}

Moment Pacer::deadline() const {
    if (packets_.empty() && repairs_.empty()) return never;
    if (paid_until_ == Moment::min()) return paid_until_;
    return paid_until_ - policy_.burst;
}

Duration Pacer::length_of(std::size_t bytes) const {
    return Duration(static_cast<std::int64_t>(bytes) * 8 * 1'000'000 /
                    std::max(policy_.rate, hurry_));
}

void Pacer::wait(std::size_t bytes) {
    bytes_ += static_cast<std::int64_t>(bytes);
    hurry_ = std::max(hurry_, bytes_ * 8 * 1'000'000 / policy_.wait_max.count());
}

}  // namespace salon::peer
