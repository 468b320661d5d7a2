// For tests and fuzzing: gives packets that were changed on purpose their right checksum again.
#pragma once

#include <algorithm>

#include "base/bytes.h"
#include "sctp/crc32c.h"

namespace salon::sctp {

inline void reseal(MutableBytes packet) {
    if (packet.size() < 12) return;
    std::fill_n(packet.begin() + 8, 4, std::uint8_t{0});
    const auto sum = Crc32c().add(packet).value();
    for (std::size_t i = 0; i < 4; ++i) packet[8 + i] = static_cast<std::uint8_t>(sum >> 8 * i);
}

}  // namespace salon::sctp
