#include "live/outbox.h"

#include <algorithm>
#include <utility>

namespace salon::live {

namespace {

ByteBuffer little_endian(std::span<const std::int16_t> samples) {
    ByteBuffer bytes;
    bytes.reserve(samples.size() * 2);
    for (const auto sample : samples) {
        const auto bits = static_cast<std::uint16_t>(sample);
        bytes.push_back(static_cast<std::uint8_t>(bits & 0xff));
        bytes.push_back(static_cast<std::uint8_t>(bits >> 8));
    }
    return bytes;
}

}  // namespace

bool Outbox::push_control(const ClientMessage& message) {
    if (control_.size() >= control_waiting_max) return false;
    control_.push_back(write_message(message));
    return true;
}

void Outbox::push_audio(std::span<const std::int16_t> samples) {
    uncut_.insert(uncut_.end(), samples.begin(), samples.end());
    while (uncut_.size() >= audio_piece_min) cut(std::min(uncut_.size(), audio_piece_max));
}

void Outbox::end_audio() {
    if (!uncut_.empty()) cut(uncut_.size());
    pieces_.push_back({.samples = {}, .ends = true});
}

void Outbox::cut(std::size_t count) {
    const auto end = uncut_.begin() + static_cast<std::ptrdiff_t>(count);
    pieces_.push_back({.samples = {uncut_.begin(), end}, .ends = false});
    uncut_.erase(uncut_.begin(), end);
    samples_waiting_ += count;
    while (samples_waiting_ > audio_waiting_max) {
        samples_waiting_ -= pieces_.front().samples.size();
        pieces_.pop_front();
        ++counts_.audio_pieces_dropped;
    }
}

void Outbox::push_picture(ByteBuffer jpeg, Moment now) {
    if (picture_) ++counts_.pictures_replaced;
    picture_ = std::move(jpeg);
    picture_taken_ = now;
}

void Outbox::push_again(std::vector<std::int16_t> samples) {
    for (std::span<const std::int16_t> rest = samples; !rest.empty();) {
        const auto piece = rest.first(std::min(rest.size(), audio_piece_max));
        again_.push_back({.samples = {piece.begin(), piece.end()}, .ends = false});
        rest = rest.subspan(piece.size());
    }
}

void Outbox::connection_lost() {
    control_.clear();
    again_.clear();
    picture_.reset();
    picture_due_ = Moment(Duration::min());
}

std::optional<Outbox::Leaving> Outbox::take(Moment now) {
    if (!control_.empty()) {
        Leaving first{.text = std::move(control_.front()), .samples = {}};
        control_.pop_front();
        return first;
    }
    if (!again_.empty() || !pieces_.empty()) return take_piece();
    if (picture_ && now > picture_taken_ + picture_age_max) {
        picture_.reset();
        ++counts_.pictures_stale;
    }
    if (picture_ && picture_due_ <= now) {
        return Leaving{.text = take_picture(now), .samples = {}};
    }
    return std::nullopt;
}

Outbox::Leaving Outbox::take_piece() {
    const bool first_time = again_.empty();
    auto& waiting = first_time ? pieces_ : again_;
    auto piece = std::move(waiting.front());
    waiting.pop_front();
    if (first_time) samples_waiting_ -= piece.samples.size();
    RealtimeInput input;
    if (piece.ends) {
        input.audio_stream_end = true;
    } else {
        ++counts_.audio_pieces_sent;
        input.audio =
            Blob{.mime_type = "audio/pcm;rate=16000", .data = little_endian(piece.samples)};
    }
    return {.text = write_message(ClientMessage(std::move(input))),
            .samples = std::move(piece.samples)};
}

std::string Outbox::take_picture(Moment now) {
    picture_due_ = now + picture_interval;
    ++counts_.pictures_sent;
    RealtimeInput input;
    input.video = Blob{.mime_type = "image/jpeg", .data = std::move(*picture_)};
    picture_.reset();
    return write_message(ClientMessage(std::move(input)));
}

Moment Outbox::deadline() const {
    if (!control_.empty() || !again_.empty() || !pieces_.empty()) return Moment(Duration::min());
    return picture_ ? picture_due_ : never;
}

}  // namespace salon::live
