// What a recogniser is given to look for a word in: the newest two seconds, as often as there is
// new speech among them.
//
//   in   sound at the speaker's rate, in pieces of any length
//   out  windows, each time one is taken that is due
//
// A window is due after 0.6 s of speech, and when its speaker pauses. Windows overlap, so that a
// word which one of them cuts in two is whole in the next.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "media/audio.h"
#include "media/resampler.h"
#include "speech/turn_detector.h"

namespace salon::speech {

class SpeechWindow {
public:
    static constexpr Duration length = 2s;
    static constexpr Duration step = 600ms;

    SpeechWindow(std::unique_ptr<VoiceActivity> activity, SampleRate rate, TurnPolicy policy = {});

    /// Shape   mono
    /// Thread  one at a time; about 0.2 ms for each 32 ms of sound
    void push(std::span<const std::int16_t> samples);

    bool due() const { return due_; }
    /// The newest sound, 16 kHz mono, when a window is due.
    std::optional<AudioBlock> take();

    /// What was heard until now is in no window.
    void forget();

private:
    Resampler to_detector_;
    TurnDetector detector_;
    std::vector<std::int16_t> newest_;  // At most `length`.
    std::int64_t heard_ = 0;            // Samples at 16 kHz, as the detector counts.
    std::int64_t taken_at_ = 0;
    bool due_ = false;
};

}  // namespace salon::speech
