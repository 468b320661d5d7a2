// A voice activity detector that finds what the test says.
#pragma once

#include "speech/voice_activity.h"

namespace salon::speech {

inline constexpr std::size_t chunk = voice_chunk_samples;  // What it hears at a time.

/// Believes what the test says: the sample's value is the probability in percent.
class ScriptedActivity final : public VoiceActivity {
public:
    float probability(VoiceChunk samples) override {
        return static_cast<float>(samples.front()) / 100.0F;
    }
};

}  // namespace salon::speech
