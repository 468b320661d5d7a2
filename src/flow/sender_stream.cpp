#include "flow/sender_stream.h"

#include <algorithm>

#include "base/check.h"

namespace salon::flow {
namespace {

constexpr std::uint64_t first_sequence_limit = 1 << 15;
constexpr Duration again_after_min = 10ms;

rtp::Sequence first_sequence(Random& random) {
    return rtp::Sequence(static_cast<std::int64_t>(random.below(first_sequence_limit)));
}

}  // namespace

SenderStream::SenderStream(const SenderStreamOptions& options, Random& random)
    : options_(options),
      next_(first_sequence(random)),
      next_rtx_(first_sequence(random)),
      cache_(options.retransmission),
      stats_(options.ssrc) {}

ByteBuffer SenderStream::send(const OutgoingPayload& payload, Moment now) {
    auto packet = rtp::write_packet({.marker = payload.marker,
                                     .payload_type = options_.payload_type,
                                     .sequence = rtp::wire(next_),
                                     .timestamp = payload.timestamp,
                                     .ssrc = options_.ssrc},
                                    payload.extensions, payload.bytes);
    stats_.sent(payload.bytes.size());
    cache_.store(next_, packet, now);
    next_ = rtp::next(next_);
    return packet;
}

std::vector<ByteBuffer> SenderStream::answer(const rtp::Nack& nack, Moment now) {
    std::vector<ByteBuffer> packets;
    if (nack.media != options_.ssrc) return packets;
    for (const auto sequence : nack.lost) {
        const auto* packet = cache_.take(sequence, now);
        if (!packet) continue;
        packets.push_back(options_.rtx ? as_rtx(*packet) : *packet);
    }
    retransmissions_ += packets.size();
    return packets;
}

ByteBuffer SenderStream::as_rtx(Bytes packet) {
    auto wrapped = rtp::wrap_rtx(packet, *options_.rtx, rtp::wire(next_rtx_));
    check(wrapped.has_value());  // We wrote that packet.
    next_rtx_ = rtp::next(next_rtx_);
    return std::move(*wrapped);
}

void SenderStream::reported(const rtp::ReportBlock& block, rtp::NtpTime now) {
    stats_.reported(block, now);
    if (!stats_.round_trip()) return;
    // A peer asks again about a round trip later; a little less, so that its second asking counts.
    cache_.set_again_after(std::max(again_after_min, *stats_.round_trip() * 3 / 4));
}

}  // namespace salon::flow
