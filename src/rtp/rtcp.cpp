#include "rtp/rtcp.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.h"
#include "rtp/rtcp_part.h"

namespace salon::rtp {
namespace {

Result<RtcpPart, ParseError> take_part(ByteReader& in) {
    const auto flags = in.u8();
    RtcpPart part{.count = static_cast<std::uint8_t>(flags & 0x1F), .type = RtcpType(in.u8())};
    const std::size_t words = in.u16();
    part.body = in.take(words * 4);
    if (!in.ok()) return fail(ParseError::Truncated);
    if (flags >> 6 != 2) return fail(ParseError::Malformed);
    if (flags & 0x20) {
        const std::size_t padding = part.body.empty() ? 0 : part.body.back();
        if (padding == 0 || padding > part.body.size()) return fail(ParseError::Malformed);
        part.body = part.body.first(part.body.size() - padding);
    }
    return part;
}

Result<Rtcp, ParseError> parse_part(const RtcpPart& part) {
    switch (part.type) {
        case RtcpType::SenderReport:
            return parse_sender_report(part);
        case RtcpType::ReceiverReport:
            return parse_receiver_report(part);
        case RtcpType::Sdes:
            return parse_sdes(part);
        case RtcpType::Bye:
            return parse_bye(part);
        case RtcpType::TransportFeedback:
            if (part.count == format_nack) return parse_nack(part.body);
            if (part.count == format_transport_cc) return parse_transport_feedback(part.body);
            break;
        case RtcpType::PayloadFeedback:
            if (part.count == format_pli) return parse_pli(part.body);
            if (part.count == format_fir) return parse_fir(part.body);
            if (part.count == format_application) return parse_remb(part.body);
            break;
        case RtcpType::ExtendedReport:
            break;  // Gives several values: see parse_rtcp.
    }
    return fail(ParseError::Unsupported);
}

}  // namespace

Result<std::vector<Rtcp>, ParseError> parse_rtcp(Bytes packet) {
    std::vector<Rtcp> values;
    ByteReader in(packet);
    do {
        const auto part = take_part(in);
        if (!part) return fail(part.error());
        if (part->type == RtcpType::ExtendedReport) {
            auto blocks = parse_extended_report(part->body);
            std::ranges::move(blocks, std::back_inserter(values));
        } else if (auto value = parse_part(*part)) {
            values.push_back(std::move(*value));
        }
    } while (in.left() > 0);
    return values;
}

ByteBuffer write_rtcp(std::span<const Rtcp> parts) {
    ByteWriter out(256);
    for (const auto& part : parts) {
        std::visit([&](const auto& value) { write_part(out, value); }, part);
    }
    return out.take();
}

PartWriter::PartWriter(ByteWriter& out, std::size_t count, RtcpType type)
    : out_(out), start_(out.size()) {
    check(count <= 31);
    out.u8(static_cast<std::uint8_t>(0x80 | count)).u8(static_cast<std::uint8_t>(type)).u16(0);
}

PartWriter::~PartWriter() {
    const auto size = out_.size() - start_;
    check(size % 4 == 0);
    out_.patch_u16(start_ + 2, static_cast<std::uint16_t>(size / 4 - 1));
}

}  // namespace salon::rtp
