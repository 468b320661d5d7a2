// Hears one caller: pieces of PCM at any rate in, the turns they take out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "media/resampler.h"
#include "speech/turn_detector.h"

namespace salon::critic {

/// Somebody began to speak, or was done.
struct SpeechChange {
    bool started = false;
    Duration length{};  ///< Of what was said, when it is done.
};
using Heard = std::vector<SpeechChange>;  ///< Of one piece of sound, in order.

class Ears {
public:
    explicit Ears(std::unique_ptr<speech::VoiceActivity> activity, speech::TurnPolicy policy = {});

    /// Hears the next piece.
    ///
    /// Shape   16-bit little-endian mono; an odd last byte is dropped
    /// Units   `rate` 8 to 96 kHz; it may change between pieces
    /// Thread  one at a time; 0.2 ms for each 32 ms of sound
    Heard hear(Bytes pcm, SampleRate rate);

    /// The stream pauses: an open turn ends.
    Heard pause();

    bool hears_speech() const { return detector_.speaking(); }

private:
    Heard told(const std::vector<speech::TurnEvent>& events);

    speech::TurnDetector detector_;
    Resampler resampler_;
    std::int64_t started_at_ = 0;
};

/// The rate in "audio/pcm;rate=48000"; 16 kHz where it says none; nothing for other kinds.
///
/// Thread  any; does not block
std::optional<SampleRate> pcm_rate(std::string_view mime_type);

}  // namespace salon::critic
