// The parts of which RTCP packets are made: each kind's reader and writer, for rtcp.cpp.
//
//  0                   1                   2                   3
//  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
// |V=2|P|  count  |     type      |   length in words, minus one  |
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "rtp/rtcp.h"

namespace salon::rtp {

enum class RtcpType : std::uint8_t {
    SenderReport = 200,
    ReceiverReport = 201,
    Sdes = 202,
    Bye = 203,
    TransportFeedback = 205,  // RFC 4585 §6.2
    PayloadFeedback = 206,    // RFC 4585 §6.3
    ExtendedReport = 207,
};

inline constexpr std::uint8_t format_nack = 1;  // Of TransportFeedback.
inline constexpr std::uint8_t format_transport_cc = 15;
inline constexpr std::uint8_t format_pli = 1;  // Of PayloadFeedback.
inline constexpr std::uint8_t format_fir = 4;
inline constexpr std::uint8_t format_application = 15;  // REMB is one.

struct RtcpPart {
    std::uint8_t count = 0;  ///< Or, in feedback, the format.
    RtcpType type{};
    Bytes body{};  ///< After the header, without padding.
};

Result<Rtcp, ParseError> parse_sender_report(const RtcpPart& part);
Result<Rtcp, ParseError> parse_receiver_report(const RtcpPart& part);
Result<Rtcp, ParseError> parse_sdes(const RtcpPart& part);
Result<Rtcp, ParseError> parse_bye(const RtcpPart& part);
Result<Rtcp, ParseError> parse_nack(Bytes body);
Result<Rtcp, ParseError> parse_pli(Bytes body);
Result<Rtcp, ParseError> parse_fir(Bytes body);
Result<Rtcp, ParseError> parse_remb(Bytes body);
Result<Rtcp, ParseError> parse_transport_feedback(Bytes body);
/// Blocks we do not know are left out.
std::vector<Rtcp> parse_extended_report(Bytes body);

void write_part(ByteWriter& out, const SenderReport& report);
void write_part(ByteWriter& out, const ReceiverReport& report);
void write_part(ByteWriter& out, const Sdes& sdes);
void write_part(ByteWriter& out, const Bye& bye);
void write_part(ByteWriter& out, const Nack& nack);
void write_part(ByteWriter& out, const Pli& pli);
void write_part(ByteWriter& out, const Fir& fir);
void write_part(ByteWriter& out, const Remb& remb);
void write_part(ByteWriter& out, const TransportFeedback& feedback);
void write_part(ByteWriter& out, const XrRrtr& reference);
void write_part(ByteWriter& out, const XrDlrr& delays);

/// Writes the header, and at the end of its life the length.
class PartWriter {
public:
    PartWriter(ByteWriter& out, std::size_t count, RtcpType type);
    ~PartWriter();
    PartWriter(const PartWriter&) = delete;
    PartWriter& operator=(const PartWriter&) = delete;
    PartWriter(PartWriter&&) = delete;
    PartWriter& operator=(PartWriter&&) = delete;

private:
    ByteWriter& out_;
    std::size_t start_;
};

}  // namespace salon::rtp
