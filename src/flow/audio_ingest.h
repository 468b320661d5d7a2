// Received sound in order and without waiting, for listeners that have no playout clock.
//   in   Opus packets as they arrive: late, doubled, out of order, or never
//   out  steps in order: what arrived, or how to fill in for what did not
//
// A packet that follows its predecessor is out at once. At a gap the packets behind it are held for
// `patience` and no longer; then the gap is filled from the next packet's in-band FEC or concealed.
// Pauses of the sender (DTX, a muted track) are no gap: time jumps and nothing is invented.
// On its session's strand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>

#include "base/bytes.h"
#include "base/media_time.h"
#include "base/time.h"
#include "flow/jitter.h"
#include "rtp/sequence.h"

namespace salon::flow {

struct AudioStep {
    enum class Kind {
        Packet,    ///< `payload` arrived: decode it.
        FromNext,  ///< It was lost; `payload` is the packet after it: recover it from its FEC.
        Conceal,   ///< It was lost; `payload` is empty.
    };

    Kind kind = Kind::Packet;
    ByteBuffer payload{};
    MediaTime time{.ticks = 0, .rate = 48'000};
    Duration length{20'000};
};

struct AudioIngestPolicy {
    Duration patience_min = std::chrono::milliseconds(20);  ///< On a link without jitter.
    Duration patience_max = std::chrono::milliseconds(60);  ///< Between them: 3 x jitter.
    Duration conceal_max = std::chrono::milliseconds(120);  ///< Of one gap; the rest is skipped.
    std::size_t held_max = 64;  ///< Behind a gap; then it is filled at once.
};

struct AudioIngestStats {
    std::uint64_t packets = 0;     ///< Given as they came.
    std::uint64_t recovered = 0;   ///< Steps of FromNext.
    std::uint64_t concealed = 0;   ///< Steps of Conceal.
    std::uint64_t late = 0;        ///< Came after their gap had been filled.
    std::uint64_t duplicates = 0;  ///< Came twice.
    std::uint64_t malformed = 0;   ///< No Opus packet.
};

class AudioIngest {
public:
    explicit AudioIngest(AudioIngestPolicy policy) : policy_(policy) {}

    /// One packet's payload; `timestamp` is unwrapped and counts 48,000 a second (RFC 7587).
    void receive(rtp::Sequence sequence, std::int64_t timestamp, Bytes payload, Moment now);
    void advance(Moment now);
    std::optional<AudioStep> poll();
    Moment deadline() const;

    const AudioIngestStats& stats() const { return stats_; }

private:
    struct Held {
        std::int64_t timestamp = 0;
        ByteBuffer payload{};
        Duration length{};
        Moment arrived{};
    };

    void refuse(rtp::Sequence sequence);
    Duration patience() const;
    void give_contiguous();
    void give(Held packet);
    void fill_gap();
    void fill(Duration length, const Held& next);

    AudioIngestPolicy policy_;
    AudioIngestStats stats_;
    Jitter jitter_{48'000};
    std::optional<rtp::Sequence> expected_;
    std::int64_t expected_time_ = 0;      // Where the last step ended.
    Duration usual_length_{20'000};       // Of the last packet.
    std::uint64_t given_ = 0;             // Bit n: packet expected_ - 1 - n was given.
    std::map<rtp::Sequence, Held> held_;  // Behind the gap; at most held_max.
    std::deque<AudioStep> steps_;         // Emptied by poll after every call.
};

}  // namespace salon::flow
