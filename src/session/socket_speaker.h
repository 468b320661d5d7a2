// Turns what a handler says into 20 ms frames of mu-law, each a little before its time.
//
//   in   audio of any length, rate and channels, usually faster than real time
//   out  frames for somebody who plays them one after the other: a page, a telephone exchange
//
// Such a caller has nothing but what it was handed, and TCP holds things up now and then. So it is
// handed 200 ms before they are due, never more: what it has got cannot be corrected, only
// forgotten, and that takes a message to it. Sound that trickles in (an echo) leaves as soon as
// 20 ms are together. Lives on its session's loop.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "base/bytes.h"
#include "base/time.h"
#include "media/audio.h"
#include "media/mono_stream.h"

namespace salon::session {

struct SocketSpeakerPolicy {
    Duration queue_max = std::chrono::seconds(120);  ///< More than that is refused, newest first.
    Duration lead = 200ms;                           ///< Handed over, but not to be played yet.
    Duration rest_patience = 60ms;  ///< With nothing new for so long, an unfinished frame leaves.
};

class SocketSpeaker {
public:
    explicit SocketSpeaker(SampleRate wire, SocketSpeakerPolicy policy = {});

    /// Queues what is `playable`. Returns false when the queue is full and part of it was refused.
    bool push(AudioView audio, Moment now);
    /// Forgets all that is queued. Returns true when the caller has been handed something since the
    /// last time: it is to forget that as well.
    bool flush();

    /// The frame due at `now`, if any; an unfinished one is filled up with silence.
    std::optional<ByteBuffer> take_due(Moment now);
    /// When take_due will have something; `never` while there is nothing to say.
    Moment deadline() const;

    /// How long it takes until all is played, as far as we can know.
    Duration queued(Moment now) const;

private:
    bool queue(std::span<const std::int16_t> samples);
    bool whole_frame() const { return queued_.size() >= frame_samples_; }

    SocketSpeakerPolicy policy_;
    SampleRate wire_;
    std::size_t frame_samples_;
    MonoStream mouth_;
    std::deque<std::uint8_t> queued_;  // Mu-law, at most policy_.queue_max.
    Moment pushed_{};                  // When something came last.
    Moment played_{};                  // When all that was handed over will have been heard.
    bool handed_over_ = false;         // Since the last flush.
};

}  // namespace salon::session
