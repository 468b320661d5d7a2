// Keeps what was sent, for as long as somebody may ask for it again.
//   in   packets as they are sent, unprotected; sequence numbers out of NACKs
//   out  the packet, unless it is too old or was given for that asking already
//
// One cache per sent stream, on its session's strand.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>

#include "base/bytes.h"
#include "base/time.h"
#include "rtp/sequence.h"

namespace salon::flow {

using rtp::Sequence;

struct RetransmissionPolicy {
    std::size_t packets_max = 1024;                    ///< Then the oldest goes.
    std::size_t bytes_max = std::size_t{1024} * 1024;  ///< Then the oldest goes.
    Duration age_max = std::chrono::seconds(2);        ///< Later nobody can use it.
    int again_max = 8;  ///< A flood of NACKs cannot multiply what we send by more.
    Duration again_after = std::chrono::milliseconds(20);  ///< One answer in so long: a throttle.
};

class RetransmissionCache {
public:
    explicit RetransmissionCache(RetransmissionPolicy policy) : policy_(policy) {}

    /// Sequences are stored in their order and without gaps.
    void store(Sequence sequence, ByteBuffer packet, Moment now);

    /// The packet with that number on the wire, if it may be sent again now; counts as sent. Valid
    /// until the next `store`.
    const ByteBuffer* take(std::uint16_t wire_sequence, Moment now);

    /// Asking twice within a round trip is one asking.
    void set_again_after(Duration length) { policy_.again_after = length; }

    std::size_t packets() const { return sent_.size(); }
    std::size_t bytes() const { return bytes_; }

private:
    struct Sent {
        ByteBuffer packet{};
        Moment first{};
        std::optional<Moment> again{};  // Last sent again.
        int times = 0;
    };

    void drop_oldest();

    RetransmissionPolicy policy_;
    Sequence oldest_;        // Of sent_.front(); the others follow without gaps.
    std::deque<Sent> sent_;  // At most packets_max, bytes_max together.
    std::size_t bytes_ = 0;
};

}  // namespace salon::flow
