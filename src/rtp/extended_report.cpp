#include "rtp/extended_report.h"

#include "rtp/rtcp_part.h"

namespace salon::rtp {
namespace {

constexpr std::uint8_t block_rrtr = 4;
constexpr std::uint8_t block_dlrr = 5;
constexpr std::size_t entry_size = 12;

XrDlrr parse_dlrr(Ssrc sender, Bytes block) {
    ByteReader in(block);
    XrDlrr delays{.sender = sender};
    while (in.left() >= entry_size) {
        delays.entries.push_back({.receiver = Ssrc(in.u32()),
                                  .last_reference = in.u32(),
                                  .delay_since_reference = in.u32()});
    }
    return delays;
}

}  // namespace

// RFC 3611 §2, §3: the sender's SSRC, then blocks |  type  |  specific  |  length in words  |
std::vector<Rtcp> parse_extended_report(Bytes body) {
    std::vector<Rtcp> values;
    ByteReader in(body);
    const Ssrc sender(in.u32());
    while (in.left() > 0) {
        const auto type = in.u8();
        in.skip(1);
        const std::size_t words = in.u16();
        const auto block = in.take(words * 4);
        if (!in.ok()) break;
        if (type == block_rrtr && block.size() == 8) {
            values.emplace_back(XrRrtr{.sender = sender, .ntp = {ByteReader(block).u64()}});
        } else if (type == block_dlrr) {
            values.emplace_back(parse_dlrr(sender, block));
        }
    }
    return values;
}

void write_part(ByteWriter& out, const XrRrtr& reference) {
    const PartWriter part(out, 0, RtcpType::ExtendedReport);
    out.u32(reference.sender.value()).u8(block_rrtr).u8(0).u16(2).u64(reference.ntp.value);
}

void write_part(ByteWriter& out, const XrDlrr& delays) {
    const PartWriter part(out, 0, RtcpType::ExtendedReport);
    const auto words = delays.entries.size() * entry_size / 4;
    out.u32(delays.sender.value()).u8(block_dlrr).u8(0).u16(static_cast<std::uint16_t>(words));
    for (const auto& entry : delays.entries) {
        out.u32(entry.receiver.value()).u32(entry.last_reference).u32(entry.delay_since_reference);
    }
}

}  // namespace salon::rtp
