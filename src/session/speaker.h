// Turns what a handler says into 20 ms Opus packets at the right moments, and falls silent at once.
//
//   in   audio of any length, rate and channels, usually faster than real time
//   out  one packet every 20 ms while there is something to say; nothing otherwise
//
// The clock starts with the first sample and forgives lateness: audio that trickles in (an echo)
// leaves as soon as 20 ms are together, audio that comes in a burst (a model) leaves in real time.
// After the last sample follows a short tail of silence, because a browser that suddenly hears
// nothing stretches the last sound for up to 100 ms. Lives on its session's loop.
#pragma once

#include <deque>
#include <optional>

#include "base/time.h"
#include "codec/opus.h"
#include "media/audio.h"
#include "media/encoded.h"
#include "media/mono_stream.h"

namespace salon::session {

struct SpeakerPolicy {
    Duration queue_max = std::chrono::seconds(120);  ///< More than that is refused, newest first.
    Duration lateness_max = 60ms;  ///< Without a packet for so long, the tail begins.
    Duration catch_up_max =
        100ms;              ///< After a stall so much is sent at once; the rest in real time.
    int tail_packets = 10;  ///< Packets of silence after the last sample.
};

class Speaker {
public:
    explicit Speaker(SpeakerPolicy policy = {});

    /// Queues what is `playable`. Returns false when the queue is full and part of it was refused.
    bool push(AudioView audio);
    /// Forgets all that is queued, with a fade of 5 ms against the click. This is barge-in.
    void flush();

    /// The packet due at `now`, if any.
    std::optional<EncodedAudio> take_due(Moment now);
    /// When take_due will have something; `never` while silent.
    Moment deadline() const;

    Duration queued() const;
    bool silent() const { return !due_; }

private:
    bool queue(std::span<const std::int16_t> samples);
    bool packet_ready() const;
    void note_starvation(Moment now);
    std::vector<std::int16_t> next_samples();

    SpeakerPolicy policy_;
    MonoStream mouth_;
    codec::OpusEncoder encoder_;
    std::deque<std::int16_t> queued_;  // 48 kHz mono, at most policy_.queue_max
    bool ending_ = false;              // what is incomplete is filled up, then the tail follows
    int tail_left_ = 0;
    std::optional<Moment> due_;  // of the next packet; none while the clock stands still
    std::optional<Moment> origin_;
};

}  // namespace salon::session
