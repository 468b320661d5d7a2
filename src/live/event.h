// What happens in a live conversation, as the application hears it.
#pragma once

#include <string>
#include <variant>

#include "base/time.h"
#include "live/failure.h"
#include "media/audio.h"

namespace salon::live {

enum class Speaker { User, Model };

struct LiveAudio {
    AudioBlock
        audio;  ///< Mono, 24 kHz unless the service says otherwise; comes faster than it plays.
};
struct LiveInterrupted {};  ///< The caller spoke: drop what is queued and playing.
struct CaptionPiece {
    Speaker who = Speaker::Model;
    std::string text;  ///< Pieces carry their own spaces.
};
struct GenerationComplete {};  ///< Nothing more will be said in this turn.
struct TurnComplete {
    bool more_follows = false;  ///< A model that thinks aloud goes on by itself.
};
/// The connection is being replaced. What is queued plays on; what is sent waits, sound for a
/// second at most. Then LiveResumed comes, or LiveClosed.
struct LiveReconnecting {
    bool planned = false;  ///< Its time was up and nobody spoke; else it was lost.
};
struct LiveResumed {
    Duration gap{0};         ///< Since LiveReconnecting.
    bool remembered = true;  ///< The service kept the conversation; else it was told it again.
};
struct LiveClosed {
    LiveFailure failure;
};

using LiveEvent = std::variant<LiveAudio, LiveInterrupted, CaptionPiece, GenerationComplete,
                               TurnComplete, LiveReconnecting, LiveResumed, LiveClosed>;

}  // namespace salon::live
