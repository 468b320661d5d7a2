// The checksum of SCTP packets (RFC 9260 appendix A): CRC-32 with Castagnoli's polynomial.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace salon::sctp {

class Crc32c {
public:
    Crc32c& add(Bytes bytes);
    std::uint32_t value() const { return ~state_; }

private:
    std::uint32_t state_ = ~std::uint32_t{0};
};

}  // namespace salon::sctp
