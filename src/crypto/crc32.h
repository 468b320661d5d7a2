// CRC-32 as Ethernet, zip and STUN's FINGERPRINT use it (ITU V.42).
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace salon::crypto {

std::uint32_t crc32(Bytes bytes);

}  // namespace salon::crypto
