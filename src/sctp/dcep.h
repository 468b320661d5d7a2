// The two messages by which a data channel is opened (RFC 8832).
//   in   the payload of a message with payload protocol 50
//   out  values; and bytes back
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/bytes.h"
#include "base/result.h"

namespace salon::sctp {

/// What a channel promises. At most one of the two limits is set; none means reliable.
struct ChannelOptions {
    std::string label;
    std::string protocol{};
    bool ordered = true;
    std::optional<std::uint32_t> retransmissions_max{};
    std::optional<std::chrono::milliseconds> lifetime_max{};
    friend bool operator==(const ChannelOptions&, const ChannelOptions&) = default;
};

inline constexpr std::size_t label_size_max = 65535;  ///< Bytes; of the protocol too.

struct DcepOpen {
    ChannelOptions channel;
    std::uint16_t priority = 256;
};
struct DcepAck {};
using DcepMessage = std::variant<DcepOpen, DcepAck>;

Result<DcepMessage, ParseError> parse_dcep(Bytes bytes);
ByteBuffer write_dcep(const DcepMessage& message);

}  // namespace salon::sctp
