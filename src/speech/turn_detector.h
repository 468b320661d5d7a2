// Hears when somebody begins to speak and when they are done.
//
//   in   sound at 16 kHz in pieces of any length
//   out  Started and Ended, alternating, with their places in the stream
//
// Fast to start, because a start interrupts whoever is speaking; slow to end, because people
// breathe. A click shorter than `speech_min` starts nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/time.h"
#include "speech/voice_activity.h"

namespace salon::speech {

struct TurnPolicy {
    float start = 0.5F;          ///< A chunk this likely counts as speech...
    float stop = 0.35F;          ///< ...and below this it counts as silence again.
    Duration speech_min = 96ms;  ///< Speech needed before a turn starts: three chunks.
    Duration silence = 500ms;    ///< Silence needed before it ends.
    Duration pre_roll = 200ms;   ///< First sounds are soft: a start is placed this much earlier.
    Duration length_max = 60s;   ///< A turn ends here even in a loud room.
};

struct TurnEvent {
    enum class Kind { Started, Ended };
    Kind kind = Kind::Started;
    std::int64_t position = 0;  ///< Samples since the first one pushed.
};

class TurnDetector {
public:
    explicit TurnDetector(std::unique_ptr<VoiceActivity> activity, TurnPolicy policy = {});

    /// Hears the next samples and says what changed.
    ///
    /// Units   16 kHz mono
    /// Thread  one at a time; about 0.2 ms for each 32 ms of sound
    std::vector<TurnEvent> push(std::span<const std::int16_t> samples);

    /// The stream pauses (a muted microphone): an open turn ends now.
    std::vector<TurnEvent> flush();

    bool speaking() const { return speaking_; }

private:
    void hear(std::vector<TurnEvent>& events);
    void listen_for_start(float probability, std::vector<TurnEvent>& events);
    void listen_for_end(float probability, std::vector<TurnEvent>& events);
    void end(std::vector<TurnEvent>& events);

    std::unique_ptr<VoiceActivity> activity_;
    TurnPolicy policy_;
    std::vector<std::int16_t> waiting_;  // Less than one chunk.
    std::int64_t heard_ = 0;             // Samples, whole chunks only.
    std::int64_t voiced_ = 0;            // Samples of speech since it last began.
    std::int64_t started_at_ = 0;
    std::int64_t last_voice_ = 0;  // End of the last chunk that was not silence.
    bool speaking_ = false;
};

}  // namespace salon::speech
