#include "sctp/outbound.h"

#include <algorithm>

#include "base/check.h"

namespace salon::sctp {
namespace {

constexpr int misses_until_lost = 3;     // RFC 9260 §7.2.4.
constexpr std::size_t crumb_size = 256;  // A message is not cut for less room than this.
constexpr std::size_t chunk_header_size = data_header_size;

}  // namespace

Outbound::Outbound(Tsn first, std::size_t queue_max, std::size_t packet_size)
    : queue_max_(queue_max), packet_size_(packet_size), next_(first), congestion_(packet_size) {}

void Outbound::open(std::uint32_t peer_window, bool peer_forwards) {
    open_ = true;
    peer_window_ = peer_window;
    peer_forwards_ = peer_forwards;
}

bool Outbound::push(OutgoingMessage message) {
    if (queued_ + message.bytes.size() + message_overhead > queue_max_) return false;
    push_always(std::move(message));
    return true;
}

void Outbound::push_always(OutgoingMessage message) {
    check(!message.bytes.empty());
    queued_ += message.bytes.size() + message_overhead;
    ++alive_[message.stream];
    waiting_.push_back(std::make_shared<Message>(Message{.what = std::move(message)}));
}

void Outbound::finish(const Message& message) {
    queued_ -= message.what.bytes.size() + message_overhead;
    const auto alive = alive_.find(message.what.stream);
    if (--alive->second == 0) alive_.erase(alive);
}

void Outbound::start_timer(Moment now) {
    if (deadline_ == never) deadline_ = now + rto_.value();
}

void Outbound::fill(PacketBuilder& packet, Moment now) {
    if (!open_) return;
    give_up(now);
    if (forward_due_) add_forward(packet, now);
    fill_again(packet, now);
    if (lost_ == 0) fill_fresh(packet, now);
    fast_ = false;
}

// First of all, so that the peer can be told in the same packet.
void Outbound::give_up(Moment now) {
    for (std::size_t i = 0; lost_ > 0 && i < sent_.size(); ++i) {
        if (sent_[i].state == State::Lost) give_up_if_allowed(sent_[i], now);
    }
    give_up_stale(now);
}

void Outbound::give_up_stale(Moment now) {
    while (!waiting_.empty() && stale(*waiting_.front(), now)) {
        abandon(std::shared_ptr(waiting_.front()));
    }
}

void Outbound::fill_again(PacketBuilder& packet, Moment now) {
    for (std::size_t i = 0; lost_ > 0 && i < sent_.size(); ++i) {
        auto& sent = sent_[i];
        if (sent.state != State::Lost) continue;
        const bool allowed = fast_ || in_flight_ == 0 || in_flight_ < congestion_.window();
        const auto chunk = chunk_of(first() + static_cast<std::int64_t>(i), sent, true);
        if (!allowed || chunk.size() > packet.room()) return;
        packet.add(chunk);
        sent.state = State::InFlight;
        sent.misses = 0;
        sent.sent_at = now;
        ++sent.transmissions;
        in_flight_ += sent.size;
        --lost_;
        // §7.2.4: the earliest chunk went out again, so its acknowledgement gets its full time.
        if (i == 0) deadline_ = never;
        start_timer(now);
    }
}

void Outbound::fill_fresh(PacketBuilder& packet, Moment now) {
    while (!waiting_.empty() && sent_.size() < chunks_in_flight_max) {
        if (!add_next(packet, now)) return;
        give_up_stale(now);
    }
}

// One fresh chunk of the front message, if windows and packet allow.
bool Outbound::add_next(PacketBuilder& packet, Moment now) {
    auto& message = *waiting_.front();
    const auto left = message.what.bytes.size() - message.taken;
    if (packet.room() < chunk_header_size + std::min(left, crumb_size)) return false;
    const auto size = std::min(left, packet.room() - chunk_header_size);
    const bool window_open = in_flight_ < congestion_.window() && in_flight_ + size <= peer_window_;
    if (!window_open && in_flight_ > 0) return false;  // One chunk may always probe (§6.1 A).

    if (message.taken == 0 && message.what.ordered) message.ssn = next_ssn_[message.what.stream]++;
    const bool last = size == left;
    const Sent sent{.message = waiting_.front(),
                    .offset = message.taken,
                    .size = size,
                    .last = last,
                    .sent_at = now};
    message.taken += size;
    if (last) waiting_.pop_front();
    packet.add(chunk_of(next_, sent, waiting_.empty()));
    sent_.push_back(sent);
    next_ = next_ + 1;
    in_flight_ += size;
    start_timer(now);
    return true;
}

ByteBuffer Outbound::chunk_of(Tsn tsn, const Sent& sent, bool immediate) const {
    const auto& what = sent.message->what;
    return write_chunk(DataChunk{.tsn = on_wire(tsn),
                                 .stream = what.stream,
                                 .ssn = sent.message->ssn,
                                 .ppid = what.ppid,
                                 .unordered = !what.ordered,
                                 .begin = sent.offset == 0,
                                 .end = sent.offset + sent.size == what.bytes.size(),
                                 .immediate = immediate,
                                 .payload = Bytes(what.bytes).subspan(sent.offset, sent.size)});
}

Outbound::Verdict Outbound::acknowledged(std::uint32_t cumulative, Moment now) {
    const auto window = static_cast<std::uint32_t>(peer_window_);
    return acknowledged(SackChunk{.cumulative = cumulative, .window = window}, now);
}

Outbound::Verdict Outbound::acknowledged(const SackChunk& sack, Moment now) {
    const auto before = first() + -1;
    const auto cumulative = unwrap(sack.cumulative, before);
    if (cumulative < before) return Verdict::NoNews;  // An old one, overtaken.
    if (cumulative >= next_) return Verdict::Impossible;

    const auto in_flight_before = in_flight_;
    News news{.highest = before};
    take_cumulative(cumulative, news);
    take_gaps(sack, cumulative, news);
    peer_window_ = sack.window;
    if (news.sent_at) rto_.measured(now - *news.sent_at);

    const bool advanced = cumulative > before;
    if (advanced) rto_.forget_back_off();
    if (advanced) congestion_.acknowledged(cumulative, news.bytes, in_flight_before);
    count_misses(news);
    if (advanced) deadline_ = never;
    if (sent_.empty()) {
        deadline_ = never;
        forward_due_ = false;
    } else {
        start_timer(now);
        forward_due_ = abandoned_up_to() >= first();
    }
    return advanced || news.bytes > 0 ? Verdict::Progress : Verdict::NoNews;
}

void Outbound::arrived(Sent& sent, Tsn tsn, News& news) {
    if (sent.state == State::Abandoned || sent.state == State::Arrived) return;
    if (sent.state == State::InFlight) {
        in_flight_ -= sent.size;
        // Karn: sent twice, it says nothing of the round trip; nor when it had counted as lost.
        if (sent.transmissions == 1) news.sent_at = sent.sent_at;
    } else {
        --lost_;
    }
    news.bytes += sent.size;
    news.highest = std::max(news.highest, tsn);
    news.latest = std::max(news.latest, sent.sent_at);
    sent.state = State::Arrived;
}

void Outbound::take_cumulative(Tsn cumulative, News& news) {
    while (!sent_.empty() && first() <= cumulative) {
        auto& sent = sent_.front();
        arrived(sent, first(), news);
        if (sent.last) finish(*sent.message);
        sent_.pop_front();
    }
}

// Gaps are ascending and apart; whatever is not ends the reading, so that a hostile list costs no
// more than one pass.
void Outbound::take_gaps(const SackChunk& sack, Tsn cumulative, News& news) {
    auto next = cumulative + 1;
    for (const auto& gap : sack.gaps) {
        const auto from = cumulative + gap.first;
        const auto to = std::min(cumulative + gap.last, next_ + -1);
        if (from < next || gap.last < gap.first) return;
        for (next = from; next <= to; next = next + 1) {
            arrived(sent_[static_cast<std::size_t>(next - first())], next, news);
        }
    }
}

// §7.2.4: chunks below the highest newly acknowledged one were overtaken, unless they have been
// sent again since: then the news is older than they are.
void Outbound::count_misses(const News& news) {
    for (std::size_t i = 0; i < sent_.size(); ++i) {
        auto& sent = sent_[i];
        if (first() + static_cast<std::int64_t>(i) >= news.highest) return;
        if (sent.state != State::InFlight || sent.sent_at > news.latest) continue;
        if (++sent.misses < misses_until_lost) continue;
        lose(sent);
        fast_ = true;
        congestion_.lost(next_ + -1);
    }
}

void Outbound::lose(Sent& sent) {
    in_flight_ -= sent.size;
    ++lost_;
    sent.state = State::Lost;
    sent.misses = 0;
}

void Outbound::timed_out(Moment now) {
    rto_.back_off();
    congestion_.timed_out();
    if (in_flight_ == 0 && lost_ == 0) {  // Arrived, said the gaps, and yet it never moves on.
        for (auto& sent : sent_) {
            if (sent.state != State::Arrived) continue;
            in_flight_ += sent.size;
            sent.state = State::InFlight;
        }
    }
    for (auto& sent : sent_) {
        if (sent.state == State::InFlight) lose(sent);
    }
    forward_due_ = !sent_.empty() && abandoned_up_to() >= first();
    deadline_ = sent_.empty() ? never : now + rto_.value();
}

bool Outbound::stale(const Message& message, Moment now) const {
    return peer_forwards_ && message.what.expires <= now;
}

void Outbound::give_up_if_allowed(Sent& sent, Moment now) {
    const auto& limit = sent.message->what.retransmissions_max;
    const bool tried =
        peer_forwards_ && limit && static_cast<std::uint32_t>(sent.transmissions) > *limit;
    if (tried || stale(*sent.message, now)) abandon(std::shared_ptr(sent.message));
}

// RFC 3758 §3.5: none of the message is sent any more. When a part of it never was, one number
// stands for that part, so that the receiver can be told to skip the message's end as well.
void Outbound::abandon(const std::shared_ptr<Message>& message) {
    message->abandoned = true;
    for (auto& sent : sent_) {
        if (sent.message != message) continue;
        if (sent.state == State::InFlight) in_flight_ -= sent.size;
        if (sent.state == State::Lost) --lost_;
        sent.state = State::Abandoned;
    }
    if (!waiting_.empty() && waiting_.front() == message) {
        waiting_.pop_front();
        if (message->taken == 0) return finish(*message);
        sent_.push_back(
            {.message = message, .last = true, .state = State::Abandoned, .sent_at = {}});
        next_ = next_ + 1;
    }
    forward_due_ = abandoned_up_to() >= first();
}

Tsn Outbound::abandoned_up_to() const {
    const auto alive = std::ranges::find_if(
        sent_, [](const Sent& sent) { return sent.state != State::Abandoned; });
    return first() + (alive - sent_.begin()) + -1;
}

void Outbound::add_forward(PacketBuilder& packet, Moment now) {
    ForwardTsnChunk forward;
    std::map<std::uint16_t, std::uint16_t> skips;  // The last number of each stream counts.
    const std::size_t skips_max = (packet_size_ - packet_header_size - 8) / 4 / 2;
    auto up_to = first() + -1;
    for (const auto& sent : sent_) {
        if (sent.state != State::Abandoned || skips.size() == skips_max) break;
        const auto& message = *sent.message;
        if (message.what.ordered) skips[message.what.stream] = message.ssn;
        up_to = up_to + 1;
    }
    forward.cumulative = on_wire(up_to);
    for (const auto& [stream, ssn] : skips) forward.skips.push_back({stream, ssn});
    const auto chunk = write_chunk(forward);
    if (chunk.size() > packet.room()) return;
    packet.add(chunk);
    forward_due_ = false;
    start_timer(now);
}

}  // namespace salon::sctp
