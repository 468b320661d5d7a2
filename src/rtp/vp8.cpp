#include "rtp/vp8.h"

#include "base/check.h"

namespace salon::rtp {
namespace {

constexpr std::size_t descriptor_size = 6;  // Of what packetise_vp8 writes.
constexpr std::uint16_t long_picture_id = 0x8000;

// RFC 7741 §4.2, X and what it announces.
void read_extended(ByteReader& in, Vp8Descriptor& descriptor) {
    const auto present = in.u8();
    if (present & 0x80) {
        const auto high = in.u8();
        const auto id = high & 0x80 ? (high & 0x7F) << 8 | in.u8() : high;
        descriptor.picture_id = static_cast<std::uint16_t>(id);
    }
    if (present & 0x40) descriptor.tl0_index = in.u8();
    if (present & 0x30) {
        const auto layers = in.u8();
        if (present & 0x20) {
            descriptor.temporal_layer = static_cast<std::uint8_t>(layers >> 6);
            descriptor.layer_sync = (layers & 0x20) != 0;
        }
        if (present & 0x10) descriptor.key_frame_index = layers & 0x1F;
    }
}

std::uint8_t layer_byte(const Vp8Descriptor& descriptor) {
    return static_cast<std::uint8_t>(descriptor.temporal_layer.value_or(0) << 6 |
                                     (descriptor.layer_sync ? 0x20 : 0) |
                                     descriptor.key_frame_index.value_or(0));
}

}  // namespace

// RFC 7741 §4.2:
//        0 1 2 3 4 5 6 7
//       |X|R|N|S|R| PID |
//  X:   |I|L|T|K| RSV   |
//  I:   |M| PictureID   |  and with M eight bits more
//  L:   |   TL0PICIDX   |
//  T/K: |TID|Y| KEYIDX  |
Result<Vp8Payload, ParseError> parse_vp8(Bytes payload) {
    ByteReader in(payload);
    const auto flags = in.u8();
    Vp8Descriptor descriptor{.non_reference = (flags & 0x20) != 0,
                             .partition_start = (flags & 0x10) != 0,
                             .partition = static_cast<std::uint8_t>(flags & 0x07)};
    if (flags & 0x80) read_extended(in, descriptor);
    if (!in.ok() || in.left() == 0) return fail(ParseError::Truncated);
    return Vp8Payload{.descriptor = descriptor, .data = in.rest()};
}

void write_vp8_descriptor(ByteWriter& out, const Vp8Descriptor& descriptor) {
    const bool layers = descriptor.temporal_layer || descriptor.key_frame_index;
    const auto present = (descriptor.picture_id ? 0x80 : 0) | (descriptor.tl0_index ? 0x40 : 0) |
                         (descriptor.temporal_layer ? 0x20 : 0) |
                         (descriptor.key_frame_index ? 0x10 : 0);
    const auto flags = (present ? 0x80 : 0) | (descriptor.non_reference ? 0x20 : 0) |
                       (descriptor.partition_start ? 0x10 : 0) | descriptor.partition;
    out.u8(static_cast<std::uint8_t>(flags));
    if (present) out.u8(static_cast<std::uint8_t>(present));
    if (descriptor.picture_id) out.u16(*descriptor.picture_id | long_picture_id);
    if (descriptor.tl0_index) out.u8(*descriptor.tl0_index);
    if (layers) out.u8(layer_byte(descriptor));
}

Vp8Numbers::Vp8Numbers(Random& random)
    : picture_id_(random.u16() & 0x7FFF), tl0_index_(static_cast<std::uint8_t>(random.u16())) {}

void Vp8Numbers::advance() {
    picture_id_ = (picture_id_ + 1) & 0x7FFF;
    ++tl0_index_;
}

std::vector<ByteBuffer> packetise_vp8(Bytes frame, const Vp8Numbers& numbers,
                                      std::size_t payload_max) {
    check(payload_max > descriptor_size);
    const auto room = payload_max - descriptor_size;
    const auto count = (frame.size() + room - 1) / room;
    std::vector<ByteBuffer> payloads;
    payloads.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto begin = frame.size() * i / count;
        const auto end = frame.size() * (i + 1) / count;
        ByteWriter out(descriptor_size + end - begin);
        // An index of base-layer frames may only stand with a layer (§4.2, "L").
        write_vp8_descriptor(out, {.partition_start = i == 0,
                                   .picture_id = numbers.picture_id(),
                                   .tl0_index = numbers.tl0_index(),
                                   .temporal_layer = std::uint8_t{0}});
        out.bytes(frame.subspan(begin, end - begin));
        payloads.push_back(out.take());
    }
    return payloads;
}

bool is_vp8_key_frame(Bytes frame) { return !frame.empty() && (frame[0] & 1) == 0; }

// RFC 6386 §9.1: a frame tag of three bytes, the start code, and 14 bits each of width and height,
// little endian, with two bits of scale above them.
std::optional<Vp8Size> vp8_key_frame_size(Bytes frame) {
    if (!is_vp8_key_frame(frame) || frame.size() < 10) return std::nullopt;
    if (frame[3] != 0x9D || frame[4] != 0x01 || frame[5] != 0x2A) return std::nullopt;
    const Vp8Size size{.width = (frame[7] << 8 | frame[6]) & 0x3FFF,
                       .height = (frame[9] << 8 | frame[8]) & 0x3FFF};
    if (size.width == 0 || size.height == 0) return std::nullopt;
    return size;
}

}  // namespace salon::rtp
