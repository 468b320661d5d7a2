#include "sctp/packet.h"

#include <algorithm>

#include "base/check.h"
#include "base/overload.h"
#include "sctp/crc32c.h"

namespace salon::sctp {
namespace {

//  0                   1                   2                   3
//  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
// |      Source Port              |     Destination Port          |
// |                      Verification Tag                         |
// |                           Checksum                            |
// |  Chunk Type   |  Chunk Flags  |      Chunk Length             |
// \                          Chunk Value                          /

constexpr std::size_t checksum_at = 8;
constexpr std::uint16_t cookie_parameter = 7;
constexpr std::uint16_t unrecognised_parameter = 8;
constexpr std::uint16_t extensions_parameter = 0x8008;   // RFC 5061 §4.2.7
constexpr std::uint16_t forward_tsn_parameter = 0xC000;  // RFC 3758 §3.1
constexpr std::uint16_t reset_parameter = 13;
constexpr std::uint16_t response_parameter = 16;

std::uint8_t byte_of(ChunkType type) { return static_cast<std::uint8_t>(type); }

std::uint32_t checksum(Bytes packet) {
    constexpr std::uint8_t zeros[4] = {};
    return Crc32c()
        .add(packet.first(checksum_at))
        .add(zeros)
        .add(packet.subspan(packet_header_size))
        .value();
}

std::uint32_t little_endian(Bytes bytes) {
    return static_cast<std::uint32_t>(bytes[0] | bytes[1] << 8 | bytes[2] << 16) |
           static_cast<std::uint32_t>(bytes[3]) << 24;
}

// Calls `read(type, value, whole)` for each type-length-value. False when one does not fit.
template <class Read>
bool for_parameters(Bytes bytes, Read read) {
    ByteReader in(bytes);
    while (in.left() >= 4) {
        const auto start = in.position();
        const auto type = in.u16();
        const auto length = in.u16();
        if (length < 4) return false;
        const auto value = in.take(length - 4u);
        if (!in.ok()) return false;
        read(type, value, bytes.subspan(start, length));
        in.skip(std::min<std::size_t>((4 - length % 4) % 4, in.left()));
    }
    return true;
}

Chunk parse_data(std::uint8_t flags, ByteReader& in) {
    DataChunk data{.tsn = in.u32(), .stream = in.u16(), .ssn = in.u16(), .ppid = in.u32()};
    data.end = flags & 1;
    data.begin = flags & 2;
    data.unordered = flags & 4;
    data.immediate = flags & 8;
    data.payload = in.rest();
    return data;
}

Result<Chunk, ParseError> parse_init(ChunkType type, ByteReader& in) {
    InitChunk init{.ack = type == ChunkType::InitAck,
                   .tag = in.u32(),
                   .window = in.u32(),
                   .streams_out = in.u16(),
                   .streams_in = in.u16(),
                   .first_tsn = in.u32()};
    const auto fits = for_parameters(in.rest(), [&](std::uint16_t kind, Bytes value, Bytes whole) {
        if (kind == cookie_parameter) init.cookie = value;
        if (kind == forward_tsn_parameter) init.forward_tsn = true;
        if (kind == extensions_parameter) {
            for (const auto chunk : value) {
                if (chunk == byte_of(ChunkType::Reconfig)) init.reconfig = true;
                if (chunk == byte_of(ChunkType::ForwardTsn)) init.forward_tsn = true;
            }
        } else if (kind >= 0xC001 && init.unknown.empty()) {
            init.unknown = whole;  // One report is enough to be understood.
        }
    });
    if (!fits) return fail(ParseError::Malformed);
    return init;
}

Chunk parse_sack(ByteReader& in) {
    SackChunk sack{.cumulative = in.u32(), .window = in.u32()};
    const auto gaps = in.u16();
    const auto duplicates = in.u16();
    for (int i = 0; i < gaps && in.ok(); ++i) sack.gaps.push_back({in.u16(), in.u16()});
    for (int i = 0; i < duplicates && in.ok(); ++i) sack.duplicates.push_back(in.u32());
    return sack;
}

Chunk parse_forward(ByteReader& in) {
    ForwardTsnChunk forward{.cumulative = in.u32()};
    while (in.left() >= 4) forward.skips.push_back({in.u16(), in.u16()});
    return forward;
}

ReconfigParameter parse_reset(Bytes value, bool& ok) {
    ByteReader in(value);
    OutgoingReset reset{.request = in.u32(), .response = in.u32(), .last_tsn = in.u32()};
    while (in.left() >= 2) reset.streams.push_back(in.u16());
    ok &= in.ok();
    return reset;
}

Result<Chunk, ParseError> parse_reconfig(ByteReader& in) {
    ReconfigChunk reconfig;
    bool ok = true;
    ok &= for_parameters(in.rest(), [&](std::uint16_t kind, Bytes value, Bytes) {
        if (kind == reset_parameter) {
            reconfig.parameters.push_back(parse_reset(value, ok));
            return;
        }
        ByteReader parameter(value);
        const auto number = parameter.u32();
        if (kind == response_parameter) {
            const auto result = static_cast<ResetResult>(parameter.u32());
            reconfig.parameters.push_back(ResetResponse{number, result});
        } else {
            reconfig.parameters.push_back(OtherRequest{number});
        }
        ok &= parameter.ok();
    });
    if (!ok) return fail(ParseError::Malformed);
    return reconfig;
}

Result<Chunk, ParseError> parse_chunk(std::uint8_t type, std::uint8_t flags, ByteReader& in) {
    switch (const auto kind = static_cast<ChunkType>(type)) {
        case ChunkType::Data:
            return parse_data(flags, in);
        case ChunkType::Init:
        case ChunkType::InitAck:
            return parse_init(kind, in);
        case ChunkType::Sack:
            return parse_sack(in);
        case ChunkType::ForwardTsn:
            return parse_forward(in);
        case ChunkType::Reconfig:
            return parse_reconfig(in);
        case ChunkType::Shutdown:
            return ShutdownChunk{in.u32()};
        case ChunkType::Heartbeat:
        case ChunkType::HeartbeatAck:
        case ChunkType::CookieEcho:
        case ChunkType::Error:
            return OpaqueChunk{kind, in.rest()};
        default:
            return BareChunk{type, flags};
    }
}

// The chunk's length counts the padding of every parameter but the last (RFC 9260 §3.2).
void write_parameter(ByteWriter& out, std::uint16_t type, Bytes value) {
    out.pad_to(4);
    out.u16(type).u16(static_cast<std::uint16_t>(value.size() + 4)).bytes(value);
}

void write_body(ByteWriter& out, const InitChunk& init) {
    out.u32(init.tag).u32(init.window).u16(init.streams_out).u16(init.streams_in);
    out.u32(init.first_tsn);
    if (!init.cookie.empty()) write_parameter(out, cookie_parameter, init.cookie);
    if (init.forward_tsn) write_parameter(out, forward_tsn_parameter, {});
    const std::uint8_t extensions[] = {byte_of(ChunkType::Reconfig),
                                       byte_of(ChunkType::ForwardTsn)};
    if (init.reconfig) write_parameter(out, extensions_parameter, extensions);
    if (!init.unknown.empty()) write_parameter(out, unrecognised_parameter, init.unknown);
}

void write_body(ByteWriter& out, const SackChunk& sack) {
    out.u32(sack.cumulative).u32(sack.window);
    out.u16(static_cast<std::uint16_t>(sack.gaps.size()));
    out.u16(static_cast<std::uint16_t>(sack.duplicates.size()));
    for (const auto& gap : sack.gaps) out.u16(gap.first).u16(gap.last);
    for (const auto duplicate : sack.duplicates) out.u32(duplicate);
}

void write_body(ByteWriter& out, const DataChunk& data) {
    out.u32(data.tsn).u16(data.stream).u16(data.ssn).u32(data.ppid).bytes(data.payload);
}

void write_body(ByteWriter& out, const ForwardTsnChunk& forward) {
    out.u32(forward.cumulative);
    for (const auto& skip : forward.skips) out.u16(skip.stream).u16(skip.ssn);
}

void write_body(ByteWriter& out, const ReconfigChunk& reconfig) {
    for (const auto& parameter : reconfig.parameters) {
        ByteWriter value;
        const auto type = std::visit(
            overload{[&](const OutgoingReset& reset) {
                         value.u32(reset.request).u32(reset.response).u32(reset.last_tsn);
                         for (const auto stream : reset.streams) value.u16(stream);
                         return reset_parameter;
                     },
                     [&](const ResetResponse& response) {
                         value.u32(response.response);
                         value.u32(static_cast<std::uint32_t>(response.result));
                         return response_parameter;
                     },
                     [&](const OtherRequest& other) {
                         value.u32(other.request);
                         return std::uint16_t{15};  // SSN/TSN reset: the shortest of them.
                     }},
            parameter);
        write_parameter(out, type, value.written());
    }
}

void write_body(ByteWriter& out, const ShutdownChunk& shutdown) { out.u32(shutdown.cumulative); }
void write_body(ByteWriter& out, const OpaqueChunk& opaque) { out.bytes(opaque.value); }
void write_body(ByteWriter&, const BareChunk&) {}

std::uint8_t flags_of(const DataChunk& data) {
    return static_cast<std::uint8_t>(data.end | data.begin << 1 | data.unordered << 2 |
                                     data.immediate << 3);
}

std::uint8_t type_of(const Chunk& chunk) {
    return std::visit(
        overload{[](const DataChunk&) { return byte_of(ChunkType::Data); },
                 [](const InitChunk& init) {
                     return byte_of(init.ack ? ChunkType::InitAck : ChunkType::Init);
                 },
                 [](const SackChunk&) { return byte_of(ChunkType::Sack); },
                 [](const ForwardTsnChunk&) { return byte_of(ChunkType::ForwardTsn); },
                 [](const ReconfigChunk&) { return byte_of(ChunkType::Reconfig); },
                 [](const ShutdownChunk&) { return byte_of(ChunkType::Shutdown); },
                 [](const OpaqueChunk& opaque) { return byte_of(opaque.type); },
                 [](const BareChunk& bare) { return bare.type; }},
        chunk);
}

}  // namespace

Result<Packet, ParseError> parse_packet(Bytes bytes) {
    if (bytes.size() < packet_header_size) return fail(ParseError::Truncated);
    if (little_endian(bytes.subspan(checksum_at)) != checksum(bytes)) {
        return fail(ParseError::BadChecksum);
    }
    ByteReader in(bytes);
    Packet packet{.source_port = in.u16(), .destination_port = in.u16(), .tag = in.u32()};
    in.skip(4);
    while (in.left() >= 4) {
        const auto type = in.u8();
        const auto flags = in.u8();
        const auto length = in.u16();
        if (length < 4) return fail(ParseError::Malformed);
        ByteReader value(in.take(length - 4u));
        in.skip(std::min<std::size_t>((4 - length % 4) % 4, in.left()));
        if (!in.ok()) return fail(ParseError::Truncated);
        auto chunk = parse_chunk(type, flags, value);
        if (!chunk) return fail(chunk.error());
        if (!value.ok()) return fail(ParseError::Truncated);
        packet.chunks.push_back(std::move(*chunk));
    }
    return packet;
}

ByteBuffer write_chunk(const Chunk& chunk) {
    std::uint8_t flags = 0;
    if (const auto* data = std::get_if<DataChunk>(&chunk)) flags = flags_of(*data);
    if (const auto* bare = std::get_if<BareChunk>(&chunk)) flags = bare->flags;
    ByteWriter out;
    out.u8(type_of(chunk)).u8(flags).u16(0);
    std::visit([&](const auto& body) { write_body(out, body); }, chunk);
    out.patch_u16(2, static_cast<std::uint16_t>(out.size()));
    out.pad_to(4);
    return out.take();
}

PacketBuilder::PacketBuilder(std::uint16_t source_port, std::uint16_t destination_port,
                             std::uint32_t tag, std::size_t size_max)
    : size_max_(size_max), out_(size_max) {
    out_.u16(source_port).u16(destination_port).u32(tag).u32(0);
}

void PacketBuilder::add(Bytes chunk) {
    check(chunk.size() <= room());
    out_.bytes(chunk);
}

ByteBuffer PacketBuilder::finish() {
    const auto sum = checksum(out_.written());
    out_.patch_u32(checksum_at, __builtin_bswap32(sum));
    return out_.take();
}

}  // namespace salon::sctp
