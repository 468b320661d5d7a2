// One direction of a simulated path: what happens to each datagram that travels it.
//   in   a datagram's size and the moment it leaves
//   out  the moments at which copies of it arrive: none when lost, two when duplicated
#pragma once

#include <vector>

#include "base/random.h"
#include "base/time.h"

namespace salon::testing_world {

struct LinkPolicy {
    Duration delay = 10ms;   ///< Every datagram takes at least this long.
    Duration jitter = 0ms;   ///< Plus evenly between none and this; order is kept.
    double loss = 0;         ///< Share of datagrams that never arrive.
    double duplication = 0;  ///< Share that arrives twice.
    double reordering = 0;   ///< Share that is held back so that later ones overtake it.
    std::int64_t rate = 0;   ///< Bits a second; 0 is unlimited.
    Duration queue = 300ms;  ///< What waits longer than this for `rate` is dropped.
};

class Link {
public:
    explicit Link(LinkPolicy policy) : policy_(policy) {}

    void set(LinkPolicy policy) { policy_ = policy; }
    /// When copies of a datagram of `size` bytes that leaves at `now` arrive.
    std::vector<Moment> carry(std::size_t size, Moment now, Random& random);

private:
    Moment arrival(Moment sent, Random& random);

    LinkPolicy policy_;
    Moment line_free_ = Moment::min();  // When the rate lets the next datagram start.
    Moment newest_ = Moment::min();     // The latest arrival of those that keep order.
};

}  // namespace salon::testing_world
