#include "flow/frame_assembler.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace salon::flow {
namespace {

constexpr int layers_all = 3;  // TID has two bits.
constexpr Duration retry_every_min = 20ms;

int layer_of(const rtp::Vp8Descriptor& descriptor) { return descriptor.temporal_layer.value_or(0); }

}  // namespace

FrameAssembler::FrameAssembler(FrameAssemblerPolicy policy)
    : policy_(policy), nacks_(policy.nacks), key_frames_(policy.key_frame_every) {}

void FrameAssembler::receive(const VideoPacket& packet, Moment now) {
    now_ = now;
    if (expected_ && packet.sequence < *expected_) {
        ++stats_.late;
        return;
    }
    if (knows(packet.sequence)) return;
    Piece piece{.timestamp = packet.timestamp, .marker = packet.marker, .arrived = now};
    if (!packet.payload.empty()) {
        const auto payload = rtp::parse_vp8(packet.payload);
        if (!payload) {
            ++stats_.malformed;
            return;
        }
        piece.descriptor = payload->descriptor;
        piece.data = to_buffer(payload->data);
    }
    if (!nacks_.arrived(packet.sequence, now)) lose_everything(now);
    if (lost_ && !key_frames_.wanted()) {
        key_frames_.want(starts_key_frame(piece) ? now + gap_patience() : now);
    }
    insert(packet.sequence, std::move(piece));
    give_what_decodes(now);
    keep_limits(now);
}

void FrameAssembler::advance(Moment now) {
    now_ = now;
    give_what_decodes(now);
}

std::optional<AssemblerOutput> FrameAssembler::poll() {
    if (!frames_.empty()) {
        auto frame = std::move(frames_.front());
        frames_.pop_front();
        return frame;
    }
    if (policy_.nack && nacks_.deadline() <= now_) {
        PacketsMissing missing{.sequences = nacks_.take_due(now_)};
        stats_.asked += missing.sequences.size();
        return missing;
    }
    if (key_frames_.take_due(now_)) {
        ++stats_.key_frames_asked;
        return KeyFrameMissing{};
    }
    return std::nullopt;
}

Moment FrameAssembler::deadline() const {
    auto earliest = key_frames_.deadline();
    if (policy_.nack) earliest = std::min(earliest, nacks_.deadline());
    if (const auto since = gap_since()) earliest = std::min(earliest, *since + gap_patience());
    return earliest;
}

void FrameAssembler::request_key_frame(Moment now) {
    now_ = now;
    key_frames_.want(now);
}

void FrameAssembler::set_round_trip(Duration length) {
    round_trip_ = length;
    nacks_.set_retry_every(std::max(retry_every_min, length + policy_.nacks.patience / 2));
}

// Pieces.

bool FrameAssembler::starts_key_frame(const Piece& piece) {
    return piece.descriptor.starts_frame() && rtp::is_vp8_key_frame(piece.data);
}

bool FrameAssembler::knows(rtp::Sequence sequence) const {
    if (pieces_.contains(sequence)) return true;
    const auto after = wholes_.upper_bound(sequence);
    return after != wholes_.begin() && std::prev(after)->second.last >= sequence;
}

void FrameAssembler::insert(rtp::Sequence sequence, Piece piece) {
    bytes_ += piece.data.size();
    const bool pads = piece.data.empty();
    const auto place = pieces_.emplace(sequence, std::move(piece)).first;
    if (pads) return;

    // A sender that sets no marker ends its frame with the next timestamp.
    const auto before = place == pieces_.begin() ? pieces_.end() : std::prev(place);
    const bool follows =
        before != pieces_.end() && rtp::next(before->first) == sequence && before->second.reached;
    const bool same_frame = follows && before->second.timestamp == place->second.timestamp;
    if (follows && !same_frame) assemble(before);
    if (same_frame || place->second.descriptor.starts_frame()) reach(place);
}

// Everything up to `piece` is present: goes on to the end of the frame, or of what is present.
void FrameAssembler::reach(Pieces::iterator piece) {
    for (;;) {
        piece->second.reached = true;
        const auto after = std::next(piece);
        const auto follower = rtp::next(piece->first);
        const bool follows =
            after != pieces_.end() && after->first == follower && !after->second.data.empty();
        const bool next_frame_follows =
            (follows && after->second.timestamp != piece->second.timestamp) ||
            wholes_.contains(follower);
        if (piece->second.marker || next_frame_follows) {
            assemble(piece);
            return;
        }
        if (!follows) return;
        piece = after;
    }
}

// Makes one frame of the pieces from its first up to `last`.
void FrameAssembler::assemble(Pieces::iterator last) {
    auto first = last;
    while (!first->second.descriptor.starts_frame()) {
        const auto sequence = first->first;
        if (first == pieces_.begin()) return;  // Its beginning was dropped: see keep_limits.
        --first;
        if (rtp::next(first->first) != sequence) return;
    }
    Whole whole{.frame = {.key_frame = starts_key_frame(first->second),
                          .time = {.ticks = first->second.timestamp, .rate = 90'000}},
                .descriptor = first->second.descriptor,
                .last = last->first,
                .arrived = first->second.arrived};
    const auto end = std::next(last);
    for (auto piece = first; piece != end; ++piece) {
        const auto& data = piece->second.data;
        whole.frame.bytes.insert(whole.frame.bytes.end(), data.begin(), data.end());
    }
    wholes_.emplace(first->first, std::move(whole));
    pieces_.erase(first, end);
}

// Frames.

void FrameAssembler::give_what_decodes(Moment now) {
    while (give_next() || give_key_frame()) {
    }
    const auto since = gap_since();
    if (since && *since + gap_patience() <= now) {
        if (give_independent()) {
            give_what_decodes(now);
            return;
        }
        lose_picture(now);
    }
    if (lost_) drop_older_than(now - policy_.key_frame_every);
}

// The frame that follows the last one given, packet on packet.
bool FrameAssembler::give_next() {
    if (lost_) return false;
    auto padding = pieces_.find(*expected_);
    while (padding != pieces_.end() && padding->second.data.empty() &&
           padding->first == *expected_) {
        padding = pieces_.erase(padding);
        expected_ = rtp::next(*expected_);
    }
    move_frontier();
    const auto whole = wholes_.find(*expected_);
    if (whole == wholes_.end()) return false;
    give(whole);
    return true;
}

// A key frame needs nothing before it, so the newest one ends every wait.
bool FrameAssembler::give_key_frame() {
    const auto newest = std::find_if(wholes_.rbegin(), wholes_.rend(),
                                     [](const auto& w) { return w.second.frame.key_frame; });
    if (newest == wholes_.rend()) return false;
    give(std::prev(newest.base()));
    return true;
}

// The first frame behind the gap that does not need what is in it.
bool FrameAssembler::give_independent() {
    const auto found = std::ranges::find_if(
        wholes_, [&](const auto& w) { return decodes_after_gap(w.second.descriptor); });
    if (found == wholes_.end()) return false;
    layers_whole_ = 0;
    give(found);
    return true;
}

// Of the base layer nothing is missing if its index goes on (RFC 7741 §4.2, TL0PICIDX).
bool FrameAssembler::decodes_after_gap(const rtp::Vp8Descriptor& descriptor) const {
    if (!base_index_ || !descriptor.tl0_index || !descriptor.temporal_layer) return false;
    const auto ahead = static_cast<std::uint8_t>(*descriptor.tl0_index - *base_index_);
    return *descriptor.temporal_layer == 0 ? ahead == 1 : descriptor.layer_sync && ahead == 0;
}

void FrameAssembler::give(Wholes::iterator whole) {
    auto [first, taken] = std::move(*whole);
    wholes_.erase(whole);
    bytes_ -= taken.frame.bytes.size();
    expected_ = rtp::next(taken.last);
    drop_before(*expected_);
    nacks_.forget_before(*expected_);

    const auto layer = layer_of(taken.descriptor);
    if (taken.frame.key_frame) {
        lost_ = false;
        layers_whole_ = layers_all;
        frontier_ = expected_;
        key_frames_.arrived();
        ++stats_.key_frames;
    } else if (layer > layers_whole_) {
        if (!taken.descriptor.layer_sync) {
            ++stats_.frames_dropped;
            return;
        }
        layers_whole_ = layer;
    }
    if (layer == 0) base_index_ = taken.descriptor.tl0_index;
    ++stats_.frames;
    frames_.push_back(std::move(taken.frame));
}

void FrameAssembler::lose_picture(Moment now) {
    lost_ = true;
    ++stats_.pictures_lost;
    key_frames_.want(now);
}

void FrameAssembler::lose_everything(Moment now) {
    pieces_.clear();
    stats_.frames_dropped += wholes_.size();
    wholes_.clear();
    bytes_ = 0;
    if (!lost_) lose_picture(now);
}

void FrameAssembler::drop_before(rtp::Sequence sequence) {
    for (auto whole = wholes_.begin(); whole != wholes_.lower_bound(sequence);) {
        bytes_ -= whole->second.frame.bytes.size();
        ++stats_.frames_dropped;
        whole = wholes_.erase(whole);
    }
    for (auto piece = pieces_.begin(); piece != pieces_.lower_bound(sequence);) {
        bytes_ -= piece->second.data.size();
        piece = pieces_.erase(piece);
    }
}

// Incomplete frames stay: one of them may be the key frame.
void FrameAssembler::drop_useless() {
    for (const auto& [first, whole] : wholes_) bytes_ -= whole.frame.bytes.size();
    stats_.frames_dropped += wholes_.size();
    wholes_.clear();
}

// While the picture is lost, what is complete may still follow a key frame that is being repaired.
void FrameAssembler::drop_older_than(Moment moment) {
    auto fresh = wholes_.begin();
    while (fresh != wholes_.end() && fresh->second.arrived < moment) ++fresh;
    if (fresh != wholes_.begin()) drop_before(rtp::next(std::prev(fresh)->second.last));
}

void FrameAssembler::keep_limits(Moment now) {
    while (pieces_.size() > policy_.packets_max || bytes_ > policy_.bytes_max) {
        if (!lost_) lose_picture(now);
        drop_useless();
        if (!pieces_.empty()) drop_before(rtp::next(pieces_.begin()->first));
    }
}

// Gaps.

void FrameAssembler::move_frontier() {
    frontier_ = std::max(frontier_.value_or(*expected_), *expected_);
    for (;;) {
        if (const auto whole = wholes_.find(*frontier_); whole != wholes_.end()) {
            frontier_ = rtp::next(whole->second.last);
        } else if (pieces_.contains(*frontier_)) {
            frontier_ = rtp::next(*frontier_);
        } else {
            return;
        }
    }
}

// When the first packet behind the first missing one came; nothing while none is missing.
std::optional<Moment> FrameAssembler::gap_since() const {
    if (lost_) return std::nullopt;
    const auto piece = pieces_.upper_bound(*frontier_);
    const auto whole = wholes_.upper_bound(*frontier_);
    if (piece == pieces_.end() && whole == wholes_.end()) return std::nullopt;
    if (piece == pieces_.end()) return whole->second.arrived;
    if (whole == wholes_.end()) return piece->second.arrived;
    return piece->first < whole->first ? piece->second.arrived : whole->second.arrived;
}

Duration FrameAssembler::gap_patience() const {
    if (!policy_.nack) return policy_.nacks.patience;
    return std::max(2 * round_trip_, policy_.gap_patience_min);
}

}  // namespace salon::flow
