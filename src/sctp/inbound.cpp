#include "sctp/inbound.h"

#include <algorithm>
#include <iterator>

#include "base/check.h"

namespace salon::sctp {
namespace {

// Stream sequence numbers wrap at 16 bits: behind by less than half the circle is past.
bool past(std::uint16_t ssn, std::uint16_t next) {
    return static_cast<std::uint16_t>(ssn - next) >= 0x8000;
}

}  // namespace

Inbound::Inbound(Tsn first, InboundLimits limits) : limits_(limits), cumulative_(first + -1) {}

bool Inbound::Partial::complete() const {
    return begin && end && *end - *begin + 1 == static_cast<std::int64_t>(pieces.size());
}

Inbound::Verdict Inbound::receive(const DataChunk& data) {
    if (data.payload.empty()) return Verdict::Broken;  // RFC 9260 §6.2: "No User Data".
    const auto tsn = unwrap(data.tsn, cumulative_);
    const bool is_next = tsn == cumulative_ + 1;
    const auto room = is_next ? 2 * limits_.window : limits_.window;
    if (tsn > cumulative_ && held_ + data.payload.size() + fragment_overhead > room) {
        return is_next ? Verdict::Broken : Verdict::Fine;
    }
    if (!note(tsn)) return Verdict::Fine;
    if (data.stream >= limits_.streams_max) {
        advance();
        return deliver_unordered();
    }

    const auto verdict = data.unordered ? keep_unordered(tsn, data) : keep_ordered(tsn, data);
    if (verdict == Verdict::Broken) return verdict;
    advance();
    return deliver_unordered();
}

// Marks `tsn` as arrived. False when it had been, or when it is too far ahead to remember.
bool Inbound::note(Tsn tsn) {
    const auto after = islands_.upper_bound(tsn);
    const auto before = after == islands_.begin() ? islands_.end() : std::prev(after);
    const bool known = tsn <= cumulative_ || (before != islands_.end() && tsn <= before->second);
    if (known) {
        if (duplicates_.size() < duplicates_max) duplicates_.push_back(on_wire(tsn));
        return false;
    }
    if (tsn - cumulative_ > ahead_max) return false;

    const bool joins_before = before != islands_.end() && before->second + 1 == tsn;
    const bool joins_after = after != islands_.end() && tsn + 1 == after->first;
    if (!joins_before && !joins_after && islands_.size() >= islands_max) return false;
    const auto last = joins_after ? after->second : tsn;
    if (joins_after) islands_.erase(after);
    if (joins_before) {
        before->second = last;
    } else {
        islands_.emplace(tsn, last);
    }
    return true;
}

void Inbound::advance() {
    if (islands_.empty() || islands_.begin()->first != cumulative_ + 1) return;
    cumulative_ = islands_.begin()->second;
    islands_.erase(islands_.begin());
}

Inbound::Verdict Inbound::keep_ordered(Tsn tsn, const DataChunk& data) {
    auto& stream = streams_[data.stream];
    if (past(data.ssn, stream.next_ssn)) return Verdict::Fine;  // Skipped or delivered before.
    auto& partial = stream.messages[data.ssn];
    partial.pieces.emplace(tsn, to_buffer(data.payload));
    partial.bytes += data.payload.size();
    held_ += data.payload.size() + fragment_overhead;
    if (data.begin) partial.begin = tsn;
    if (data.end) partial.end = tsn;
    if (data.begin) partial.ppid = data.ppid;
    if (partial.bytes > limits_.message_size_max) return Verdict::Broken;
    if (data.ssn == stream.next_ssn) deliver_ordered(data.stream, stream);
    return Verdict::Fine;
}

void Inbound::deliver_ordered(std::uint16_t id, Stream& stream) {
    for (;;) {
        const auto found = stream.messages.find(stream.next_ssn);
        if (found == stream.messages.end() || !found->second.complete()) return;
        auto whole = stream.messages.extract(found);
        deliver_whole(id, std::move(whole.mapped()));
        ++stream.next_ssn;
    }
}

void Inbound::deliver_whole(std::uint16_t stream, Partial partial) {
    drop(partial);
    auto bytes = std::move(partial.pieces.begin()->second);
    bytes.reserve(partial.bytes);
    for (auto piece = std::next(partial.pieces.begin()); piece != partial.pieces.end(); ++piece) {
        bytes.insert(bytes.end(), piece->second.begin(), piece->second.end());
    }
    deliver(stream, partial.ppid, std::move(bytes));
}

Inbound::Verdict Inbound::keep_unordered(Tsn tsn, const DataChunk& data) {
    if (data.begin && data.end) {  // Whole: nothing to wait for.
        if (data.payload.size() > limits_.message_size_max) return Verdict::Broken;
        deliver(data.stream, data.ppid, to_buffer(data.payload));
        return Verdict::Fine;
    }
    held_ += data.payload.size() + fragment_overhead;
    loose_.emplace(tsn,
                   Loose{data.stream, data.ppid, data.begin, data.end, to_buffer(data.payload)});
    return Verdict::Fine;
}

// Up to the cumulative point every number is here or skipped: whatever message is whole stands side
// by side, and what does not continue it has lost its beginning.
Inbound::Verdict Inbound::deliver_unordered() {
    while (!loose_.empty() && loose_.begin()->first <= cumulative_) {
        const auto tsn = loose_.begin()->first;
        auto piece = std::move(loose_.begin()->second);
        loose_.erase(loose_.begin());
        held_ -= piece.bytes.size() + fragment_overhead;
        if (piece.begin) {
            forget_run();
            held_ += piece.bytes.size();
            run_ = std::move(piece);
        } else if (run_ && tsn == run_next_) {
            held_ += piece.bytes.size();
            run_->end = piece.end;
            run_->bytes.insert(run_->bytes.end(), piece.bytes.begin(), piece.bytes.end());
        } else {
            continue;
        }
        run_next_ = tsn + 1;
        if (run_->bytes.size() > limits_.message_size_max) return Verdict::Broken;
        if (!run_->end) continue;
        deliver(run_->stream, run_->ppid, run_->bytes);
        forget_run();
    }
    return Verdict::Fine;
}

void Inbound::forget_run() {
    if (run_) held_ -= run_->bytes.size();
    run_.reset();
}

void Inbound::deliver(std::uint16_t stream, std::uint32_t ppid, ByteBuffer bytes) {
    messages_.push_back({stream, ppid, std::move(bytes)});
}

void Inbound::drop(const Partial& partial) {
    held_ -= partial.bytes + partial.pieces.size() * fragment_overhead;
}

Inbound::Verdict Inbound::skip(const ForwardTsnChunk& forward) {
    const auto target = unwrap(forward.cumulative, cumulative_);
    if (target <= cumulative_) return Verdict::Fine;
    cumulative_ = target;
    while (!islands_.empty() && islands_.begin()->first <= cumulative_ + 1) {
        cumulative_ = std::max(cumulative_, islands_.begin()->second);
        islands_.erase(islands_.begin());
    }
    forget_run();  // Its next piece was missing, so it is among the skipped.
    for (const auto& one : forward.skips) skip_ordered(one);
    return deliver_unordered();
}

void Inbound::skip_ordered(const ForwardTsnChunk::Skip& skip) {
    if (skip.stream >= limits_.streams_max) return;
    auto& stream = streams_[skip.stream];
    if (past(skip.ssn, stream.next_ssn)) return;
    // Messages up to the skipped one: whole ones are still delivered, in order; others are gone.
    const auto distance = [&](std::uint16_t ssn) {
        return static_cast<std::uint16_t>(ssn - stream.next_ssn);
    };
    std::map<std::uint16_t, std::uint16_t> reached;
    for (const auto& [ssn, partial] : stream.messages) {
        if (distance(ssn) <= distance(skip.ssn)) reached.emplace(distance(ssn), ssn);
    }
    for (const auto& [order, ssn] : reached) {
        auto taken = stream.messages.extract(ssn);
        if (taken.mapped().complete()) {
            deliver_whole(skip.stream, std::move(taken.mapped()));
        } else {
            drop(taken.mapped());
        }
    }
    stream.next_ssn = static_cast<std::uint16_t>(skip.ssn + 1);
    deliver_ordered(skip.stream, stream);
}

void Inbound::reset_stream(std::uint16_t id) {
    const auto stream = streams_.find(id);
    if (stream == streams_.end()) return;
    for (const auto& [ssn, partial] : stream->second.messages) drop(partial);
    streams_.erase(stream);
}

std::optional<IncomingMessage> Inbound::take() {
    if (messages_.empty()) return std::nullopt;
    auto message = std::move(messages_.front());
    messages_.pop_front();
    return message;
}

SackChunk Inbound::take_sack() {
    SackChunk sack{.cumulative = on_wire(cumulative_)};
    sack.window = static_cast<std::uint32_t>(limits_.window - std::min(held_, limits_.window));
    for (const auto& [first, last] : islands_) {
        sack.gaps.push_back({static_cast<std::uint16_t>(first - cumulative_),
                             static_cast<std::uint16_t>(last - cumulative_)});
    }
    sack.duplicates = std::move(duplicates_);
    duplicates_.clear();
    return sack;
}

}  // namespace salon::sctp
