#include "rtp/transport_feedback.h"

#include <algorithm>
#include <span>

#include "base/check.h"
#include "rtp/rtcp_part.h"

namespace salon::rtp {
namespace {

// What the chunks tell of each packet (§3.1.1).
enum class Symbol : std::uint8_t { Missing = 0, SmallDelta = 1, LargeDelta = 2 };
using Symbols = std::span<const Symbol>;

constexpr std::size_t run_max = 8191;  // 13 bits.
constexpr std::size_t one_bit_symbols = 14;
constexpr std::size_t two_bit_symbols = 7;

// §3.1.3  |0| S |       run length        |
// §3.1.4  |1|0|  14 symbols of one bit    |
//         |1|1|  7 symbols of two bits    |
void read_chunk(std::uint16_t chunk, std::vector<Symbol>& symbols) {
    if (!(chunk & 0x8000)) {
        symbols.insert(symbols.end(), chunk & 0x1FFF, Symbol(chunk >> 13 & 3));
        return;
    }
    const bool two_bits = (chunk & 0x4000) != 0;
    for (int shift = two_bits ? 12 : 13; shift >= 0; shift -= two_bits ? 2 : 1) {
        symbols.push_back(Symbol(chunk >> shift & (two_bits ? 3 : 1)));
    }
}

std::size_t run_length(Symbols symbols) {
    const auto other = std::ranges::find_if(symbols, [&](auto s) { return s != symbols[0]; });
    return std::min(static_cast<std::size_t>(other - symbols.begin()), run_max);
}

std::uint16_t vector_chunk(Symbols symbols, std::size_t room) {
    const int bits = room == one_bit_symbols ? 1 : 2;
    unsigned chunk = 0;
    for (std::size_t i = 0; i < room; ++i) {
        const auto symbol = i < symbols.size() ? symbols[i] : Symbol::Missing;
        chunk = chunk << bits | static_cast<unsigned>(symbol);
    }
    return static_cast<std::uint16_t>((bits == 1 ? 0x8000U : 0xC000U) | chunk);
}

void write_chunks(ByteWriter& out, Symbols symbols) {
    while (!symbols.empty()) {
        const auto head = symbols.first(std::min(symbols.size(), one_bit_symbols));
        const bool small = std::ranges::find(head, Symbol::LargeDelta) == head.end();
        const auto room = small ? one_bit_symbols : two_bit_symbols;
        const auto run = run_length(symbols);
        const bool as_run = run >= std::min(room, symbols.size());
        const auto told = as_run ? run : std::min(room, symbols.size());
        out.u16(as_run ? static_cast<std::uint16_t>(static_cast<unsigned>(symbols[0]) << 13 | run)
                       : vector_chunk(symbols.first(told), room));
        symbols = symbols.subspan(told);
    }
}

std::vector<std::int32_t> deltas_of(const TransportFeedback& feedback) {
    std::vector<std::int32_t> deltas;
    std::int32_t previous = 0;
    for (const auto& arrival : feedback.packets) {
        if (!arrival) continue;
        deltas.push_back(*arrival - previous);
        previous = *arrival;
    }
    return deltas;
}

Symbol symbol_of(std::int32_t delta) {
    return delta >= 0 && delta <= 255 ? Symbol::SmallDelta : Symbol::LargeDelta;
}

std::vector<Symbol> symbols_of(const TransportFeedback& feedback) {
    std::vector<Symbol> symbols;
    std::int32_t previous = 0;
    for (const auto& arrival : feedback.packets) {
        symbols.push_back(arrival ? symbol_of(*arrival - previous) : Symbol::Missing);
        previous = arrival.value_or(previous);
    }
    return symbols;
}

}  // namespace

// draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1, after the two SSRCs:
// |      base sequence number     |      packet status count      |
// |                 reference time                | fb pkt. count |
// |          packet chunk         |         packet chunk          |
// |         recv delta (8 or 16 bits each)        |  zero padding |
Result<Rtcp, ParseError> parse_transport_feedback(Bytes body) {
    ByteReader in(body);
    TransportFeedback feedback{.sender = Ssrc(in.u32()), .media = Ssrc(in.u32())};
    feedback.first = in.u16();
    const std::size_t count = in.u16();
    feedback.reference = static_cast<std::int32_t>(in.u24() << 8) >> 8;
    feedback.number = in.u8();
    if (count > TransportFeedback::packets_max) return fail(ParseError::TooLarge);

    std::vector<Symbol> symbols;
    while (in.ok() && symbols.size() < count) read_chunk(in.u16(), symbols);
    symbols.resize(count);

    std::int32_t arrival = 0;
    for (const auto symbol : symbols) {
        if (symbol > Symbol::LargeDelta) return fail(ParseError::Malformed);
        if (symbol == Symbol::SmallDelta) arrival += in.u8();
        if (symbol == Symbol::LargeDelta) arrival += static_cast<std::int16_t>(in.u16());
        feedback.packets.push_back(symbol == Symbol::Missing ? std::nullopt
                                                             : std::optional(arrival));
    }
    if (!in.ok()) return fail(ParseError::Truncated);
    return feedback;
}

void write_part(ByteWriter& out, const TransportFeedback& feedback) {
    check(feedback.packets.size() <= TransportFeedback::packets_max);
    const PartWriter part(out, format_transport_cc, RtcpType::TransportFeedback);
    out.u32(feedback.sender.value())
        .u32(feedback.media.value())
        .u16(feedback.first)
        .u16(static_cast<std::uint16_t>(feedback.packets.size()))
        .u24(static_cast<std::uint32_t>(feedback.reference) & 0xFF'FFFF)
        .u8(feedback.number);
    write_chunks(out, symbols_of(feedback));
    for (const auto delta : deltas_of(feedback)) {
        check(delta >= -32'768 && delta <= 32'767);
        if (symbol_of(delta) == Symbol::SmallDelta) {
            out.u8(static_cast<std::uint8_t>(delta));
        } else {
            out.u16(static_cast<std::uint16_t>(delta));
        }
    }
    out.pad_to(4);
}

}  // namespace salon::rtp
