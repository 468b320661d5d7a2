// Numbers the packets of a transport as they leave, and reads out of the peer's feedback what
// became of each (draft-holmer-rmcat-transport-wide-cc-extensions-01).
//   in   sizes and moments of departure, of all streams in one order; transport-cc feedback
//   out  for each packet the feedback tells of: when it left, and when it arrived or that it has
//   not
//
// One per transport, on its session's strand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "base/time.h"
#include "rtp/sequence.h"
#include "rtp/transport_feedback.h"

namespace salon::flow {

/// What became of one packet.
struct PacketFate {
    std::size_t size = 0;
    Moment sent{};
    std::optional<Duration> arrived{};  ///< By the peer's clock, from a beginning of its own.
    friend bool operator==(const PacketFate&, const PacketFate&) = default;
};

class SentPackets {
public:
    static constexpr std::size_t packets_max = 4096;  ///< Then the oldest is forgotten.

    /// The number on the wire of the packet that leaves next.
    std::uint16_t next() const { return rtp::wire(next_); }
    /// It left, `size` bytes long.
    void sent(std::size_t size, Moment now);

    /// The fates of those packets of which nothing was told before, in the order in which they
    /// left.
    std::vector<PacketFate> take(const rtp::TransportFeedback& feedback);

    std::size_t packets() const { return waiting_.size(); }

private:
    struct Sent {
        std::size_t size = 0;
        Moment at{};
        bool told = false;
    };

    Sent* find(std::uint16_t number);
    void forget_told();

    rtp::Sequence next_{0};
    std::deque<Sent> waiting_;  // The last one has the number before next_. At most packets_max.
    rtp::Unwrapper<24> references_;
};

}  // namespace salon::flow
