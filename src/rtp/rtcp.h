// RTCP (RFC 3550 §6): compound packets, and reduced-size ones (RFC 5506), to values and back.
//   in   a decrypted RTCP packet; or values
//   out  the values we know, in order; or the packet
#pragma once

#include <span>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "rtp/extended_report.h"
#include "rtp/feedback.h"
#include "rtp/report.h"
#include "rtp/transport_feedback.h"

namespace salon::rtp {

using Rtcp = std::variant<SenderReport, ReceiverReport, Sdes, Bye, Nack, Pli, Fir, Remb,
                          TransportFeedback, XrRrtr, XrDlrr>;

/// Parts of unknown kinds and parts that are broken inside are left out; a compound whose lengths
/// do not add up is an error. An extended report gives one value for each block.
///
/// Thread  any; does not block
Result<std::vector<Rtcp>, ParseError> parse_rtcp(Bytes packet);

/// The parts in the order given. For a compound packet the first is a report and the second an
/// Sdes; without that it is reduced-size. Counts must fit their fields: 31 blocks, chunks or
/// sources, 255 SSRCs.
///
/// Thread  any; does not block
ByteBuffer write_rtcp(std::span<const Rtcp> parts);

}  // namespace salon::rtp
