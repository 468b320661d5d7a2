#include "rtp/packet.h"

#include <algorithm>

#include "base/check.h"

namespace salon::rtp {
namespace {

constexpr std::uint16_t one_byte_profile = 0xBEDE;
constexpr std::uint16_t two_byte_profile = 0x1000;  // The last four bits are the application's.

bool is_two_byte(std::uint16_t profile) { return (profile & 0xFFF0) == two_byte_profile; }

// RFC 8285 §4.2, §4.3:      0                       0                   1
//                           0 1 2 3 4 5 6 7         0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
//     one byte             |  ID   | L - 1 |   two |      ID       |       L       |
Extensions read_extensions(std::uint16_t profile, Bytes block) {
    Extensions extensions;
    if (profile != one_byte_profile && !is_two_byte(profile)) return extensions;
    ByteReader in(block);
    while (in.left() > 0) {
        const auto head = in.u8();
        if (head == 0) continue;  // Padding between elements.
        const bool one_byte = profile == one_byte_profile;
        const auto id = static_cast<std::uint8_t>(one_byte ? head >> 4 : head);
        const std::size_t length = one_byte ? (head & 0x0FU) + 1 : in.u8();
        if (one_byte && (id == 0 || id == 15)) break;  // §4.2: the rest is not to be read.
        const auto value = in.take(length);
        if (!in.ok()) break;
        extensions.add({.id = id, .value = value});
    }
    return extensions;
}

bool fits_one_byte(const Extension& extension) {
    return extension.id <= 14 && !extension.value.empty() && extension.value.size() <= 16;
}

void write_extensions(ByteWriter& out, std::span<const Extension> extensions) {
    const bool one_byte = std::ranges::all_of(extensions, fits_one_byte);
    out.u16(one_byte ? one_byte_profile : two_byte_profile).u16(0);
    const auto start = out.size();
    for (const auto& [id, value] : extensions) {
        check(id != 0 && value.size() <= 255);
        const auto length = static_cast<std::uint8_t>(value.size());
        if (one_byte) {
            out.u8(static_cast<std::uint8_t>(id << 4 | (length - 1)));
        } else {
            out.u8(id).u8(length);
        }
        out.bytes(value);
    }
    out.pad_to(4);  // The fixed header is a whole number of words.
    out.patch_u16(start - 2, static_cast<std::uint16_t>((out.size() - start) / 4));
}

}  // namespace

Extensions::Extensions(std::initializer_list<Extension> extensions) {
    for (const auto& extension : extensions) add(extension);
}

void Extensions::add(Extension extension) {
    if (count_ < list_.size()) list_[count_++] = extension;
}

std::optional<Bytes> Extensions::find(std::uint8_t id) const {
    const auto found = std::ranges::find(all(), id, &Extension::id);
    if (found == all().end()) return std::nullopt;
    return found->value;
}

bool is_rtcp(Bytes packet) { return packet.size() >= 2 && packet[1] >= 192 && packet[1] <= 223; }

// RFC 3550 §5.1:
//  0                   1                   2                   3
//  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
// |                           timestamp                           |
// |           synchronization source (SSRC) identifier            |
// |            contributing source (CSRC) identifiers             |
// |      defined by profile       |           length              |  if X
// |                        header extension                       |
Result<PacketView, ParseError> parse_packet(Bytes packet) {
    ByteReader in(packet);
    const auto flags = in.u8();
    const auto type = in.u8();
    PacketView view{.header = {.marker = (type & 0x80) != 0,
                               .payload_type = PayloadType(type & 0x7F),
                               .sequence = in.u16(),
                               .timestamp = in.u32(),
                               .ssrc = Ssrc(in.u32())}};
    in.skip(std::size_t{4} * (flags & 0x0F));
    if (flags & 0x10) {
        const auto profile = in.u16();
        const std::size_t words = in.u16();
        view.extensions = read_extensions(profile, in.take(words * 4));
    }
    if (!in.ok()) return fail(ParseError::Truncated);
    if (flags >> 6 != 2) return fail(ParseError::Malformed);

    view.payload = in.rest();
    if (flags & 0x20) {
        view.padding = view.payload.empty() ? 0 : view.payload.back();
        if (view.padding == 0 || view.padding > view.payload.size()) {
            return fail(ParseError::Malformed);
        }
        view.payload = view.payload.first(view.payload.size() - view.padding);
    }
    return view;
}

ByteBuffer write_packet(const Header& header, const Extensions& extensions, Bytes payload) {
    const auto listed = extensions.all();
    constexpr std::size_t usual_headers = 12 + 4 + 24;
    ByteWriter out(usual_headers + payload.size());
    out.u8(listed.empty() ? 0x80 : 0x90)
        .u8(static_cast<std::uint8_t>((header.marker ? 0x80 : 0) | header.payload_type.value()))
        .u16(header.sequence)
        .u32(header.timestamp)
        .u32(header.ssrc.value());
    if (!listed.empty()) write_extensions(out, listed);
    out.bytes(payload);
    return out.take();
}

std::optional<std::uint16_t> transport_sequence(const PacketView& packet, std::uint8_t id) {
    const auto value = packet.extensions.find(id);
    if (!value || value->size() < 2) return std::nullopt;
    return ByteReader(*value).u16();
}

bool set_transport_sequence(MutableBytes packet, std::uint8_t id, std::uint16_t sequence) {
    const auto view = parse_packet(packet);
    const auto value = view ? view->extensions.find(id) : std::nullopt;
    if (!value || value->size() < 2) return false;
    const auto place = packet.subspan(static_cast<std::size_t>(value->data() - packet.data()));
    place[0] = static_cast<std::uint8_t>(sequence >> 8);
    place[1] = static_cast<std::uint8_t>(sequence);
    return true;
}

}  // namespace salon::rtp
