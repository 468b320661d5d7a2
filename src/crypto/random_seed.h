// 256 unguessable bits from the operating system, to seed a session's `Random`.
#pragma once

#include <array>
#include <cstdint>

namespace salon::crypto {

/// Thread  any; does not block once the system has started
std::array<std::uint64_t, 4> random_seed();

}  // namespace salon::crypto
