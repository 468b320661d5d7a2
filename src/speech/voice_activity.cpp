#include "speech/voice_activity.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/check.h"
#include "base/log.h"
#include "media/samples.h"

namespace salon::speech {
namespace {

std::filesystem::path path_from(const char* variable, const char* otherwise) {
    const char* chosen = std::getenv(variable);
    return chosen != nullptr ? chosen : otherwise;
}

double level_db(VoiceChunk chunk) {
    double power = 1;  // Of a sample step squared: digital silence is about -90 dB, not -infinity.
    for (const auto sample : chunk) power += static_cast<double>(sample) * sample;
    return 10 * std::log10(power / static_cast<double>(chunk.size()) / (32768.0 * 32768.0));
}

}  // namespace

SpeechFiles SpeechFiles::standard() {
    return {.onnxruntime = onnx::Runtime::standard_library(),
            .silero = path_from("SALON_SILERO", SALON_SILERO_DEFAULT)};
}

Result<SileroModel, Error> load_silero(const SpeechFiles& files) {
    return onnx::Runtime::open(files.onnxruntime)
        .and_then([&](const auto& runtime) { return onnx::Session::load(runtime, files.silero); })
        .and_then([](SileroModel model) -> Result<SileroModel, Error> {
            // One run of silence: a model of another kind is found here and not in a call.
            auto tried = SileroVoiceActivity(model).infer();
            if (!tried) return fail(tried.error());
            return model;
        });
}

SileroVoiceActivity::SileroVoiceActivity(SileroModel model) : model_(std::move(model)) {
    check(model_ != nullptr);
}

float SileroVoiceActivity::probability(VoiceChunk chunk) {
    const auto fresh = std::span(input_).subspan<context_samples>();
    std::copy(input_.end() - context_samples, input_.end(), input_.begin());
    std::ranges::copy(to_float(chunk), fresh.begin());
    const auto probability = infer();
    check(probability.has_value());  // The shapes are ours, and load_silero tried the model.
    return *probability;
}

Result<float, Error> SileroVoiceActivity::infer() {
    std::int64_t rate = voice_rate;
    float probability = 0;
    State next{};
    const std::array inputs{
        onnx::Tensor{"input", {1, static_cast<std::int64_t>(input_.size())}, std::span(input_)},
        onnx::Tensor{"state", {2, 1, 128}, std::span(state_)},
        onnx::Tensor{"sr", {}, std::span(&rate, 1)},
    };
    const std::array outputs{
        onnx::Tensor{"output", {1, 1}, std::span(&probability, 1)},
        onnx::Tensor{"stateN", {2, 1, 128}, std::span(next)},
    };
    return model_->run(inputs, outputs).map([&] {
        state_ = next;
        return probability;
    });
}

float EnergyVoiceActivity::probability(VoiceChunk chunk) {
    constexpr double faintest_voice_db = -50;  // Below this nobody in front of the microphone.
    constexpr double above_floor_db = 12;      // Where the probability is one half.
    constexpr double db_per_unit = 2.5;        // How steep it is there.
    constexpr double rise_db = 0.1;            // A chunk: 3 dB a second, slower than a sentence.
    constexpr double fall_share = 0.3;         // A chunk: a pause between words is enough.

    const double level = level_db(chunk);
    const double threshold = std::max(floor_db_ + above_floor_db, faintest_voice_db);
    const double odds = (level - threshold) / db_per_unit;
    floor_db_ += level < floor_db_ ? fall_share * (level - floor_db_) : rise_db;
    floor_db_ = std::clamp(floor_db_, -80.0, -15.0);
    return static_cast<float>(1 / (1 + std::exp(-odds)));
}

std::unique_ptr<VoiceActivity> make_voice_activity(SileroModel model) {
    if (model == nullptr) return std::make_unique<EnergyVoiceActivity>();
    return std::make_unique<SileroVoiceActivity>(std::move(model));
}

std::unique_ptr<VoiceActivity> standard_voice_activity() {
    static const auto model = [] {
        auto loaded = load_silero(SpeechFiles::standard());
        if (loaded) return std::move(*loaded);
        log(LogLevel::Warning, "speech", "speech is known by its loudness only: {}",
            loaded.error().what);
        return SileroModel();
    }();
    return make_voice_activity(model);
}

}  // namespace salon::speech
