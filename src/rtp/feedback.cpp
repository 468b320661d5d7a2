#include "rtp/feedback.h"

#include "base/check.h"
#include "rtp/rtcp_part.h"

namespace salon::rtp {
namespace {

constexpr std::uint32_t remb_name = 0x52'45'4D'42;  // "REMB"
constexpr std::uint32_t mantissa_max = (1U << 18) - 1;

}  // namespace

// RFC 4585 §6.2.1: |  PID, 16 bits  |  BLP: which of the 16 after it, lowest bit first  |
Result<Rtcp, ParseError> parse_nack(Bytes body) {
    ByteReader in(body);
    Nack nack{.sender = Ssrc(in.u32()), .media = Ssrc(in.u32())};
    do {
        const auto first = in.u16();
        const auto also = in.u16();
        nack.lost.push_back(first);
        for (int bit = 0; bit < 16; ++bit) {
            if (also >> bit & 1) nack.lost.push_back(static_cast<std::uint16_t>(first + bit + 1));
        }
    } while (in.left() > 0);
    if (!in.ok()) return fail(ParseError::Truncated);
    return nack;
}

void write_part(ByteWriter& out, const Nack& nack) {
    const PartWriter part(out, format_nack, RtcpType::TransportFeedback);
    out.u32(nack.sender.value()).u32(nack.media.value());
    for (std::size_t i = 0; i < nack.lost.size();) {
        const auto first = nack.lost[i++];
        unsigned also = 0;
        for (; i < nack.lost.size(); ++i) {
            const auto ahead = static_cast<std::uint16_t>(nack.lost[i] - first);
            if (ahead == 0 || ahead > 16 || also >> (ahead - 1) != 0) break;  // Only upwards.
            also |= 1U << (ahead - 1);
        }
        out.u16(first).u16(static_cast<std::uint16_t>(also));
    }
}

Result<Rtcp, ParseError> parse_pli(Bytes body) {
    ByteReader in(body);
    const Pli pli{.sender = Ssrc(in.u32()), .media = Ssrc(in.u32())};
    if (!in.ok()) return fail(ParseError::Truncated);
    return pli;
}

void write_part(ByteWriter& out, const Pli& pli) {
    const PartWriter part(out, format_pli, RtcpType::PayloadFeedback);
    out.u32(pli.sender.value()).u32(pli.media.value());
}

// RFC 5104 §4.3.1.1: |  SSRC  |, then |  sequence, 8 bits  |  reserved, 24 bits  |
Result<Rtcp, ParseError> parse_fir(Bytes body) {
    ByteReader in(body);
    Fir fir{.sender = Ssrc(in.u32())};
    in.skip(4);  // The media source; always zero.
    do {
        fir.entries.push_back({.media = Ssrc(in.u32()), .sequence = in.u8()});
        in.skip(3);
    } while (in.ok() && in.left() > 0);
    if (!in.ok()) return fail(ParseError::Truncated);
    return fir;
}

void write_part(ByteWriter& out, const Fir& fir) {
    const PartWriter part(out, format_fir, RtcpType::PayloadFeedback);
    out.u32(fir.sender.value()).u32(0);
    for (const auto& entry : fir.entries) out.u32(entry.media.value()).u8(entry.sequence).zeros(3);
}

// draft-alvestrand-rmcat-remb-03 §2.2, after the SSRCs of the sender and of nobody (0):
// |  Unique identifier 'R' 'E' 'M' 'B'                            |
// |  Num SSRC     | BR Exp    |  BR Mantissa                      |
// |   SSRC feedback                                               |
Result<Rtcp, ParseError> parse_remb(Bytes body) {
    ByteReader in(body);
    Remb remb{.sender = Ssrc(in.u32())};
    in.skip(4);
    if (in.u32() != remb_name) return fail(ParseError::Unsupported);
    const auto count = in.u8();
    const auto rate = in.u24();
    const auto exponent = rate >> 18;
    const std::uint64_t mantissa = rate & mantissa_max;
    remb.bitrate = mantissa << exponent;
    for (int i = 0; i < count; ++i) remb.media.emplace_back(in.u32());
    if (!in.ok()) return fail(ParseError::Truncated);
    if (remb.bitrate >> exponent != mantissa) return fail(ParseError::Malformed);
    return remb;
}

void write_part(ByteWriter& out, const Remb& remb) {
    check(remb.media.size() <= 255);
    const PartWriter part(out, format_application, RtcpType::PayloadFeedback);
    std::uint32_t exponent = 0;
    while (remb.bitrate >> exponent > mantissa_max) ++exponent;
    out.u32(remb.sender.value()).u32(0).u32(remb_name);
    out.u8(static_cast<std::uint8_t>(remb.media.size()));
    out.u24(exponent << 18 | static_cast<std::uint32_t>(remb.bitrate >> exponent));
    for (const auto media : remb.media) out.u32(media.value());
}

}  // namespace salon::rtp
