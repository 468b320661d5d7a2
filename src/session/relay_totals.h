// What all relays of a server have done: for /healthz. Relays count on their loops, anybody reads.
#pragma once

#include <atomic>
#include <cstdint>

namespace salon::session {

struct RelayTotals {
    std::atomic<std::int64_t> held = 0;        ///< Addresses that calls have now.
    std::atomic<std::uint64_t> lent = 0;       ///< Addresses that calls ever had.
    std::atomic<std::uint64_t> failed = 0;     ///< Visits that gave none, or ended in trouble.
    std::atomic<std::uint64_t> bytes_in = 0;   ///< Payloads that came by relays,
    std::atomic<std::uint64_t> bytes_out = 0;  ///< and that left by them.
};

}  // namespace salon::session
