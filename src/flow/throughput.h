// How much passed here lately.
//   in   sizes of packets, and when they passed, by any clock
//   out  bits a second, once half a window has been seen
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "base/time.h"

namespace salon::flow {

class Throughput {
public:
    static constexpr Duration window = 500ms;
    static constexpr std::size_t packets_max = 4096;  ///< Then the oldest goes.

    /// Thread  one owner; does not block
    void passed(std::size_t size, Duration at);
    std::optional<std::int64_t> bitrate() const;

private:
    struct Packet {
        std::size_t size = 0;
        Duration at{};
    };

    void drop_oldest();

    std::deque<Packet> packets_;  // Passed within `window` of the newest. At most packets_max.
    std::int64_t bytes_ = 0;
    std::optional<Duration> begun_;  // Of the unbroken flow.
    Duration newest_{};
};

}  // namespace salon::flow
