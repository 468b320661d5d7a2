// What an Opus packet tells without decoding it (RFC 6716 §3.1).
#pragma once

#include <optional>

#include "base/bytes.h"
#include "base/time.h"

namespace salon::rtp {

/// How much sound the packet holds: 2.5 to 120 ms. Nothing if it is no Opus packet.
///
/// Thread  any; does not block
std::optional<Duration> opus_duration(Bytes packet);

}  // namespace salon::rtp
