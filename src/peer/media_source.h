// Whose media a datagram is, as far as a stranger can read it.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"

namespace salon::peer {

/// The sender's SSRC, which SRTP and SRTCP leave in the clear; nothing for anything else.
///
/// Thread  any; does not block, does not allocate
std::optional<std::uint32_t> media_source(Bytes datagram);

}  // namespace salon::peer
