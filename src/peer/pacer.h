// Spreads bursts of video packets (a key frame, an answer to a NACK) so that no queue on the way
// overflows. Sound does not pass here.
//   in   packets, first hand or repeated
//   out  the same: repeated ones first, as fast as `rate` allows after a first burst, and faster
//        when they would wait longer than `wait_max`
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "base/bytes.h"
#include "base/time.h"

namespace salon::peer {

struct PacerPolicy {
    std::int64_t rate = 10'000'000;  ///< Bits a second; ten times what a camera sends.
    Duration burst = 15ms;           ///< So much may leave at once after silence.
    Duration wait_max = 250ms;       ///< What waits leaves within this, whatever the rate.
    std::size_t packets_max = 512;   ///< First-hand packets that wait; see `has_room`.
    std::size_t repairs_max = 128;   ///< Repeated packets that wait; further ones are dropped.
};

class Pacer {
public:
    explicit Pacer(PacerPolicy policy = {}) : policy_(policy) {}

    /// Whether `packets` more may wait. A frame that finds no room must be refused as a whole.
    bool has_room(std::size_t packets) const {
        return packets_.size() + packets <= policy_.packets_max;
    }
    void push(ByteBuffer packet);
    void push_repair(ByteBuffer packet);

    void set_rate(std::int64_t rate) { policy_.rate = rate; }

    std::optional<ByteBuffer> take_due(Moment now);
    /// When take_due will have something; `never` when nothing waits.
    Moment deadline() const;

private:
    void wait(std::size_t bytes);
    Duration length_of(std::size_t bytes) const;

    PacerPolicy policy_;
    std::deque<ByteBuffer> packets_;     // At most packets_max, if the caller asks has_room.
    std::deque<ByteBuffer> repairs_;     // At most repairs_max.
    std::int64_t bytes_ = 0;             // In both.
    std::int64_t hurry_ = 0;             // The rate by which what waits leaves in time.
    Moment paid_until_ = Moment::min();  // What has left so far is paid for at that moment.
};

}  // namespace salon::peer
