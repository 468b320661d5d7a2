// Remembers which packets of one RTP stream are missing, and when to ask for each again.
//
//   in   every sequence number that arrives, already unwrapped to 64 bits
//   out  the numbers for the next generic NACK (RFC 4585 §6.2.1)
//
// Sans-IO: it never reads a clock and never sends. One ledger per received SSRC. Not thread-safe:
// it lives on its session's strand.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "base/time.h"
#include "rtp/sequence.h"

namespace salon::flow {

using rtp::Sequence;

struct NackPolicy {
    Duration patience = std::chrono::milliseconds(20);     ///< Reordering allowed before asking.
    Duration retry_every = std::chrono::milliseconds(60);  ///< About one round trip.
    int asks_max = 8;                                      ///< Then the packet counts as lost.
    std::size_t missing_max = 512;  ///< A larger gap is a stall: forget it all.
    std::size_t due_max = 128;      ///< Asked at once; fits one NACK however they are scattered.
};

class NackLedger {
public:
    explicit NackLedger(NackPolicy policy) : policy_(policy) {}

    /// Notes an arrival. Every number skipped since the highest one becomes missing, first due
    /// `patience` after `now`. Returns false if the gap was too wide to repair: the caller should
    /// request a key frame.
    [[nodiscard]] bool arrived(Sequence sequence, Moment now);

    /// Takes the numbers due at `now`, ascending, at most `due_max`. Each counts as asked once.
    std::vector<Sequence> take_due(Moment now);

    /// Nobody needs what is before `sequence` any more.
    void forget_before(Sequence sequence);

    /// The round trip is known better now.
    void set_retry_every(Duration length) { policy_.retry_every = length; }

    /// The earliest moment `take_due` will have something; `never` while nothing is missing.
    Moment deadline() const;

private:
    struct Ask {
        Moment due;
        int count = 0;
    };

    NackPolicy policy_;
    std::optional<Sequence> highest_;
    std::map<Sequence, Ask> missing_;  // At most policy_.missing_max entries, all below highest_.
};

}  // namespace salon::flow
