// How likely it is that somebody speaks: 32 ms of sound in, a probability out.
//
//   SileroVoiceActivity   Silero VAD v6, a small neural net; knows a voice from a noise
//   EnergyVoiceActivity   louder than the room has been lately; needs nothing
//
// Each listener has an object of its own, because both remember what came before; the net itself
// is loaded once and shared.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "base/result.h"
#include "onnx/session.h"

namespace salon::speech {

inline constexpr int voice_rate = 16'000;                ///< Samples a second, everywhere here.
inline constexpr std::size_t voice_chunk_samples = 512;  ///< 32 ms.
using VoiceChunk = std::span<const std::int16_t, voice_chunk_samples>;

class VoiceActivity {
public:
    virtual ~VoiceActivity() = default;

    /// The probability that the next 32 ms of the stream hold speech.
    ///
    /// Units   16 kHz mono; result in [0, 1]
    /// Thread  one at a time; about 0.2 ms, does not block otherwise
    virtual float probability(VoiceChunk chunk) = 0;
};

/// Where the net and its runtime are.
struct SpeechFiles {
    std::filesystem::path onnxruntime;
    std::filesystem::path silero;

    /// The standard runtime, and SALON_SILERO from the environment or the net in `third_party`.
    static SpeechFiles standard();
};

using SileroModel = std::shared_ptr<const onnx::Session>;

/// Loads the net once for the whole process.
///
/// Errors  the runtime or the model is missing or broken
/// Thread  any; blocks for about 100 ms
Result<SileroModel, Error> load_silero(const SpeechFiles& files);

class SileroVoiceActivity final : public VoiceActivity {
public:
    explicit SileroVoiceActivity(SileroModel model);
    float probability(VoiceChunk chunk) override;

private:
    friend Result<SileroModel, Error> load_silero(const SpeechFiles& files);
    static constexpr std::size_t context_samples = 64;  // Of the chunk before; the net wants them.
    using State = std::array<float, 2 * 128>;

    Result<float, Error> infer();

    SileroModel model_;
    std::array<float, context_samples + voice_chunk_samples> input_{};
    State state_{};
};

class EnergyVoiceActivity final : public VoiceActivity {
public:
    float probability(VoiceChunk chunk) override;

private:
    double floor_db_ = -50;  // How loud the room is when nobody speaks.
};

/// A listener on `model`, or the plain one where there is none.
std::unique_ptr<VoiceActivity> make_voice_activity(SileroModel model);

/// A listener on the standard net, which is loaded once for the whole process; the plain one where
/// it is missing, and the log says so.
///
/// Thread  any; blocks for about 100 ms the first time
std::unique_ptr<VoiceActivity> standard_voice_activity();

}  // namespace salon::speech
