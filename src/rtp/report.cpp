#include "rtp/report.h"

#include <algorithm>

#include "base/check.h"
#include "rtp/rtcp_part.h"

namespace salon::rtp {
namespace {

constexpr std::uint8_t item_end = 0;
constexpr std::uint8_t item_cname = 1;
constexpr std::size_t text_max = 255;

// Losses are 24 bits with sign (§6.4.1).
std::int32_t from_24_bits(std::uint32_t value) {
    return static_cast<std::int32_t>(value << 8) >> 8;
}
std::uint32_t to_24_bits(std::int32_t value) {
    return static_cast<std::uint32_t>(std::clamp(value, -0x80'0000, 0x7F'FFFF)) & 0xFF'FFFF;
}

// RFC 3550 §6.4.1:
// |                 SSRC_n (SSRC of n-th source)                  |
// | fraction lost |       cumulative number of packets lost       |
// |           extended highest sequence number received           |
// |                      interarrival jitter                      |
// |                         last SR (LSR)                         |
// |                   delay since last SR (DLSR)                  |
std::vector<ReportBlock> read_blocks(ByteReader& in, std::uint8_t count) {
    std::vector<ReportBlock> blocks;
    blocks.reserve(count);
    for (int i = 0; i < count; ++i) {
        blocks.push_back({.ssrc = Ssrc(in.u32()),
                          .fraction_lost = in.u8(),
                          .packets_lost = from_24_bits(in.u24()),
                          .highest_sequence = in.u32(),
                          .jitter = in.u32(),
                          .last_report = in.u32(),
                          .delay_since_report = in.u32()});
    }
    return blocks;
}

void write_blocks(ByteWriter& out, const std::vector<ReportBlock>& blocks) {
    for (const auto& block : blocks) {
        out.u32(block.ssrc.value())
            .u8(block.fraction_lost)
            .u24(to_24_bits(block.packets_lost))
            .u32(block.highest_sequence)
            .u32(block.jitter)
            .u32(block.last_report)
            .u32(block.delay_since_report);
    }
}

// §6.5: an SSRC, then items | type | length | text | up to a zero, then zeros to a whole word.
Sdes::Chunk read_chunk(ByteReader& in) {
    const auto start = in.position();
    Sdes::Chunk chunk{.ssrc = Ssrc(in.u32())};
    while (in.ok()) {
        const auto type = in.u8();
        if (type == item_end) break;
        const auto text = in.take(in.u8());
        if (type == item_cname) chunk.cname = as_text(text);
    }
    const auto over = (in.position() - start) % 4;
    if (over != 0) in.skip(4 - over);
    return chunk;
}

}  // namespace

Result<Rtcp, ParseError> parse_sender_report(const RtcpPart& part) {
    ByteReader in(part.body);
    SenderReport report{.sender = Ssrc(in.u32()),
                        .ntp = {.value = in.u64()},
                        .timestamp = in.u32(),
                        .packet_count = in.u32(),
                        .octet_count = in.u32(),
                        .blocks = read_blocks(in, part.count)};
    if (!in.ok()) return fail(ParseError::Truncated);
    return report;
}

Result<Rtcp, ParseError> parse_receiver_report(const RtcpPart& part) {
    ByteReader in(part.body);
    ReceiverReport report{.sender = Ssrc(in.u32()), .blocks = read_blocks(in, part.count)};
    if (!in.ok()) return fail(ParseError::Truncated);
    return report;
}

Result<Rtcp, ParseError> parse_sdes(const RtcpPart& part) {
    ByteReader in(part.body);
    Sdes sdes;
    for (int i = 0; i < part.count; ++i) sdes.chunks.push_back(read_chunk(in));
    if (!in.ok()) return fail(ParseError::Truncated);
    return sdes;
}

Result<Rtcp, ParseError> parse_bye(const RtcpPart& part) {
    ByteReader in(part.body);
    Bye bye;
    for (int i = 0; i < part.count; ++i) bye.sources.emplace_back(in.u32());
    if (in.left() > 0) bye.reason = as_text(in.take(in.u8()));
    if (!in.ok()) return fail(ParseError::Truncated);
    return bye;
}

void write_part(ByteWriter& out, const SenderReport& report) {
    const PartWriter part(out, report.blocks.size(), RtcpType::SenderReport);
    out.u32(report.sender.value())
        .u64(report.ntp.value)
        .u32(report.timestamp)
        .u32(report.packet_count)
        .u32(report.octet_count);
    write_blocks(out, report.blocks);
}

void write_part(ByteWriter& out, const ReceiverReport& report) {
    const PartWriter part(out, report.blocks.size(), RtcpType::ReceiverReport);
    out.u32(report.sender.value());
    write_blocks(out, report.blocks);
}

void write_part(ByteWriter& out, const Sdes& sdes) {
    const PartWriter part(out, sdes.chunks.size(), RtcpType::Sdes);
    for (const auto& chunk : sdes.chunks) {
        check(chunk.cname.size() <= text_max);
        out.u32(chunk.ssrc.value()).u8(item_cname);
        out.u8(static_cast<std::uint8_t>(chunk.cname.size())).bytes(as_bytes(chunk.cname));
        out.u8(item_end).pad_to(4);
    }
}

void write_part(ByteWriter& out, const Bye& bye) {
    const PartWriter part(out, bye.sources.size(), RtcpType::Bye);
    for (const auto source : bye.sources) out.u32(source.value());
    if (bye.reason.empty()) return;
    check(bye.reason.size() <= text_max);
    out.u8(static_cast<std::uint8_t>(bye.reason.size())).bytes(as_bytes(bye.reason)).pad_to(4);
}

}  // namespace salon::rtp
