// Cuts what somebody says into turns, each with its sound.
//
//   in   sound at the speaker's rate, in pieces of any length
//   out  TurnBegan and the sound of that turn, alternating
//
// A turn has its first, soft sounds too: a moment of what came before is always kept.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "media/audio.h"
#include "media/resampler.h"
#include "speech/turn_detector.h"

namespace salon::speech {

struct TurnBegan {
    bool goes_on = false;  ///< The turn before was ended while they spoke; there was no pause.
};

using TurnNews = std::variant<TurnBegan, AudioBlock>;

class TurnRecorder {
public:
    TurnRecorder(std::unique_ptr<VoiceActivity> activity, SampleRate rate, TurnPolicy policy = {});

    /// Hears the next samples and says what came of them.
    ///
    /// Shape   mono, at the recorder's rate; so are the turns, of `length_max` at most
    /// Thread  one at a time; about 0.2 ms for each 32 ms of sound
    std::vector<TurnNews> push(std::span<const std::int16_t> samples);

    /// Ends the turn before its speaker pauses. Returns what was said of it: nothing, when nobody
    /// speaks.
    AudioBlock end_now();

    /// What was heard until now belongs to no turn.
    void forget();

private:
    AudioBlock ended(std::int64_t position);
    TurnBegan began(std::int64_t position);
    void drop_first(std::size_t samples);
    void keep_newest();
    std::size_t place_of(std::int64_t position) const;

    SampleRate rate_;
    TurnPolicy policy_;
    Resampler to_detector_;
    TurnDetector detector_;
    std::vector<std::int16_t> heard_;  // Of the turn; between turns the last moment only.
    std::int64_t heard_before_ = 0;    // Samples that came before those.
    std::int64_t ended_at_;            // The newest turn, as the detector counts.
};

}  // namespace salon::speech
