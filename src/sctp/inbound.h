// The receiving half: DATA chunks become messages again, and SACKs (RFC 9260 §6.2, §6.9; RFC 3758
// §3.6).
//   in   DATA and FORWARD-TSN chunks
//   out  whole messages, in order within each stream unless sent unordered; the next SACK
//
// Bytes held for reassembly are bounded by `window`. What would go beyond it is dropped unheard and
// sent again later, unless it is the very next number: that may take as much again, and then the
// peer is breaking its word.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "sctp/packet.h"
#include "sctp/tsn.h"

namespace salon::sctp {

struct IncomingMessage {
    std::uint16_t stream = 0;
    std::uint32_t ppid = 0;
    ByteBuffer bytes;
};

struct InboundLimits {
    std::size_t window = 512 * 1024;
    std::size_t message_size_max = 256 * 1024;
    std::uint16_t streams_max = 1024;  ///< What comes on another is acknowledged and dropped.
};

class Inbound {
public:
    static constexpr std::size_t fragment_overhead = 64;
    static constexpr std::int64_t ahead_max = 16384;   ///< Numbers beyond the first missing one.
    static constexpr std::size_t islands_max = 256;    ///< Runs of numbers beyond it.
    static constexpr std::size_t duplicates_max = 16;  ///< Reported in one SACK.

    Inbound(Tsn first, InboundLimits limits);

    enum class Verdict { Fine, Broken };
    [[nodiscard]] Verdict receive(const DataChunk& data);
    [[nodiscard]] Verdict skip(const ForwardTsnChunk& forward);
    /// The peer's stream begins again (RFC 6525).
    void reset_stream(std::uint16_t stream);

    std::optional<IncomingMessage> take();

    Tsn cumulative() const { return cumulative_; }
    bool has_gaps() const { return !islands_.empty(); }
    bool has_duplicates() const { return !duplicates_.empty(); }
    SackChunk take_sack();
    /// Bytes held now.
    std::size_t held() const { return held_; }

private:
    struct Partial {
        std::map<Tsn, ByteBuffer> pieces;
        std::uint32_t ppid = 0;
        std::size_t bytes = 0;
        std::optional<Tsn> begin;
        std::optional<Tsn> end;

        bool complete() const;
    };
    struct Stream {
        std::uint16_t next_ssn = 0;
        std::map<std::uint16_t, Partial> messages;  // By stream sequence number.
    };
    struct Loose {  // A piece of an unordered message.
        std::uint16_t stream = 0;
        std::uint32_t ppid = 0;
        bool begin = false;
        bool end = false;
        ByteBuffer bytes;
    };

    bool note(Tsn tsn);
    void advance();
    Verdict keep_ordered(Tsn tsn, const DataChunk& data);
    Verdict keep_unordered(Tsn tsn, const DataChunk& data);
    void deliver_ordered(std::uint16_t id, Stream& stream);
    Verdict deliver_unordered();
    void forget_run();
    void deliver(std::uint16_t stream, std::uint32_t ppid, ByteBuffer bytes);
    void skip_ordered(const ForwardTsnChunk::Skip& skip);
    void drop(const Partial& partial);
    void deliver_whole(std::uint16_t stream, Partial partial);

    InboundLimits limits_;
    Tsn cumulative_;
    std::map<Tsn, Tsn> islands_;  // Arrived beyond cumulative_: first to last, apart, not adjacent.
    std::vector<std::uint32_t> duplicates_;
    std::map<std::uint16_t, Stream> streams_;
    std::map<Tsn, Loose> loose_;  // Waiting for the numbers before them.
    std::optional<Loose> run_;    // The unordered message whose beginning has been passed,
    Tsn run_next_;                // and the number of its next piece.
    std::deque<IncomingMessage> messages_;
    std::size_t held_ = 0;
};

}  // namespace salon::sctp
