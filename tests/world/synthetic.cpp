#include "world/synthetic.h"

#include <algorithm>

#include "base/check.h"

namespace salon::testing_world {

namespace {

// RFC 6716 §3.1 and §3.2: configuration 9, one frame; configuration 11, two frames of one size.
constexpr std::uint8_t silk_wideband_20ms = 9 << 3;
constexpr std::uint8_t silk_wideband_120ms = 11 << 3 | 1;
constexpr std::size_t sound_size = 61;
constexpr std::size_t stamp_size = 12;
constexpr std::size_t vp8_header_size = 10;  // RFC 7741 §4.3: tag, start code, width, height.

std::uint8_t filling(std::uint32_t number, std::size_t position) {
    return static_cast<std::uint8_t>(number * 31 + position);
}

ByteBuffer filled(ByteWriter out, std::uint32_t number, std::size_t size) {
    while (out.size() < size) out.u8(filling(number, out.size()));
    return out.take();
}

std::optional<Stamp> read_stamp(Bytes bytes, std::size_t at) {
    if (bytes.size() < at + stamp_size) return std::nullopt;
    ByteReader in(bytes.subspan(at));
    const Stamp stamp{.number = in.u32(), .born = Moment(Duration(std::int64_t(in.u64())))};
    for (auto i = at + stamp_size; i < bytes.size(); ++i) {
        if (bytes[i] != filling(stamp.number, i)) return std::nullopt;
    }
    return stamp;
}

void write_stamp(ByteWriter& out, std::uint32_t number, Moment now) {
    out.u32(number).u64(static_cast<std::uint64_t>(now.time_since_epoch().count()));
}

}  // namespace

EncodedAudio spoken(std::uint32_t number, Moment now, Duration length) {
    check(length == 20ms || length == 120ms);
    ByteWriter out(sound_size);
    out.u8(length == 20ms ? silk_wideband_20ms : silk_wideband_120ms);
    write_stamp(out, number, now);
    return {.bytes = filled(std::move(out), number, sound_size),
            .time = {.ticks = std::int64_t{number} * length.count() * 48 / 1000, .rate = 48'000}};
}

EncodedPicture filmed(std::uint32_t number, bool keyframe, std::size_t size, Moment now) {
    ByteWriter out(size);
    out.u8(keyframe ? 0x10 : 0x11).u16(0).u24(0x9d012a).u16(0x8002).u16(0xe001);  // 640x480
    write_stamp(out, number, now);
    return {.bytes = filled(std::move(out), number, size),
            .keyframe = keyframe,
            .time = {.ticks = std::int64_t{number} * 3000, .rate = 90'000}};
}

std::optional<Stamp> stamp_of_sound(Bytes opus) { return read_stamp(opus, 1); }
std::optional<Stamp> stamp_of_picture(Bytes vp8) { return read_stamp(vp8, vp8_header_size); }

void Ear::hear(const AudioPiece& piece, Moment now) {
    if (next_tick_ && *next_tick_ != piece.time.ticks) ++breaks_in_time;
    next_tick_ = piece.time.ticks + piece.length.count() * piece.time.rate / 1'000'000;

    if (piece.kind == AudioPiece::Kind::Conceal) {
        ++concealed;
        gap_ += piece.length;
        longest_gap = std::max(longest_gap, gap_);
        return;
    }
    gap_ = Duration(0);
    if (piece.kind == AudioPiece::Kind::FromNext) {
        ++recovered;
        return;
    }
    ++whole;
    if (last_heard_ != never) longest_silence = std::max(longest_silence, now - last_heard_);
    last_heard_ = now;
    const auto stamp = stamp_of_sound(piece.opus);
    if (!stamp) {
        ++broken;
        return;
    }
    if (last_ && stamp->number <= *last_) ++out_of_order;
    last_ = stamp->number;
    latest = std::max(latest, now - stamp->born);
}

double Ear::audible_share(std::int64_t spoken) const {
    return static_cast<double>(whole + recovered) /
           static_cast<double>(std::max<std::int64_t>(spoken, 1));
}

void Eye::see(const EncodedPicture& picture, Moment now) {
    ++frames;
    if (picture.keyframe) ++keyframes;
    if (last_seen != never) longest_freeze = std::max(longest_freeze, now - last_seen);
    last_seen = now;
    if (last_tick_ && picture.time.ticks <= *last_tick_) ++time_went_back;
    last_tick_ = picture.time.ticks;

    const auto stamp = stamp_of_picture(picture.bytes);
    if (!stamp) {
        ++broken;
        return;
    }
    if (!picture.keyframe && (!last_ || stamp->number != *last_ + 1)) ++undecodable;
    last_ = stamp->number;
    latest = std::max(latest, now - stamp->born);
}

}  // namespace salon::testing_world
