#include "sctp/dcep.h"

#include "base/overload.h"

namespace salon::sctp {
namespace {

//  0                   1                   2                   3
//  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
// |  Message Type |  Channel Type |            Priority           |
// |                    Reliability Parameter                      |
// |         Label Length          |       Protocol Length         |
// \                             Label                             /
// \                            Protocol                           /

constexpr std::uint8_t ack_type = 2;
constexpr std::uint8_t open_type = 3;
constexpr std::uint8_t unordered_flag = 0x80;
constexpr std::uint8_t reliable = 0;
constexpr std::uint8_t limited_retransmissions = 1;
constexpr std::uint8_t limited_lifetime = 2;

Result<DcepMessage, ParseError> parse_open(ByteReader& in) {
    const auto type = in.u8();
    DcepOpen open{.channel = {}, .priority = in.u16()};
    const auto parameter = in.u32();
    const auto label_size = in.u16();
    const auto protocol_size = in.u16();
    open.channel.label = as_text(in.take(label_size));
    open.channel.protocol = as_text(in.take(protocol_size));
    if (!in.ok()) return fail(ParseError::Truncated);
    open.channel.ordered = !(type & unordered_flag);
    switch (type & ~unordered_flag) {
        case reliable:
            break;
        case limited_retransmissions:
            open.channel.retransmissions_max = parameter;
            break;
        case limited_lifetime:
            open.channel.lifetime_max = std::chrono::milliseconds(parameter);
            break;
        default:
            return fail(ParseError::Unsupported);
    }
    return open;
}

ByteBuffer write_open(const DcepOpen& open) {
    const auto& channel = open.channel;
    std::uint8_t type = reliable;
    std::uint32_t parameter = 0;
    if (channel.retransmissions_max) {
        type = limited_retransmissions;
        parameter = *channel.retransmissions_max;
    } else if (channel.lifetime_max) {
        type = limited_lifetime;
        parameter = static_cast<std::uint32_t>(channel.lifetime_max->count());
    }
    if (!channel.ordered) type |= unordered_flag;
    ByteWriter out;
    out.u8(open_type).u8(type).u16(open.priority).u32(parameter);
    out.u16(static_cast<std::uint16_t>(channel.label.size()));
    out.u16(static_cast<std::uint16_t>(channel.protocol.size()));
    out.bytes(as_bytes(channel.label)).bytes(as_bytes(channel.protocol));
    return out.take();
}

}  // namespace

Result<DcepMessage, ParseError> parse_dcep(Bytes bytes) {
    ByteReader in(bytes);
    const auto type = in.u8();
    if (!in.ok()) return fail(ParseError::Truncated);
    if (type == ack_type) return DcepAck{};
    if (type == open_type) return parse_open(in);
    return fail(ParseError::Unsupported);
}

ByteBuffer write_dcep(const DcepMessage& message) {
    return std::visit(overload{[](const DcepOpen& open) { return write_open(open); },
                               [](const DcepAck&) { return ByteBuffer{ack_type}; }},
                      message);
}

}  // namespace salon::sctp
