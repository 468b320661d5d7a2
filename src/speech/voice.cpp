#include "speech/voice.h"

#include <algorithm>
#include <cstdlib>
#include <span>
#include <string>

#include <flite/flite.h>

#include "base/check.h"
#include "base/handle.h"

extern "C" cst_voice* register_cmu_us_rms(const char* voxdir);  // No header of flite declares it.

namespace salon::speech {
namespace {

using UtteranceHandle = Handle<cst_utterance, delete_utterance>;

cst_voice* shared_voice() {
    static cst_voice* const voice = [] {  // Registering is not thread-safe, initialising this is.
        flite_init();
        return register_cmu_us_rms(nullptr);
    }();
    return voice;
}

// Style goes to the utterance's own features, never to the voice that all threads share.
UtteranceHandle synthesize(const std::string& text, VoiceStyle style) {
    UtteranceHandle utterance(new_utterance());
    utt_set_input_text(utterance.get(), text.c_str());
    utt_init(utterance.get(), shared_voice());
    flite_feat_set_float(utterance->features, "duration_stretch",
                         static_cast<float>(1 / style.pace));
    if (utt_synth(utterance.get()) == nullptr) return nullptr;
    return utterance;
}

// The sound without the long pauses that flite puts before and after it.
std::span<const short> trimmed(std::span<const short> samples) {
    constexpr int audible = 300;  // Of 32767. Its clicks stay below 120, its speech peaks at 15000.
    constexpr std::ptrdiff_t lead_in = 16 * 40;    // 40 ms, so that no consonant is cut.
    constexpr std::ptrdiff_t lead_out = 16 * 150;  // A breath before the next sentence.
    const auto sounds = [](short sample) { return std::abs(sample) > audible; };
    const auto first = std::find_if(samples.begin(), samples.end(), sounds);
    const auto last = std::find_if(samples.rbegin(), samples.rend(), sounds).base();
    if (first == samples.end()) return {};
    const auto before = std::min(lead_in, first - samples.begin());
    const auto after = std::min(lead_out, samples.end() - last);
    return {first - before, last + after};
}

}  // namespace

Voice::Voice() { check(shared_voice() != nullptr); }

AudioBlock Voice::speak(std::string_view text, VoiceStyle style) const {
    const std::string spoken(text.substr(0, text_max));
    AudioBlock block{.samples = {}, .rate = SampleRate(16'000), .channels = 1};
    if (spoken.find_first_not_of(" \t\r\n") == std::string::npos) return block;
    const auto utterance = synthesize(spoken, style);
    const cst_wave* wave = utterance == nullptr ? nullptr : utt_wave(utterance.get());
    if (wave == nullptr || wave->sample_rate != block.rate.value()) return block;
    const std::span<const short> whole(wave->samples, static_cast<std::size_t>(wave->num_samples));
    const auto sound = trimmed(whole);
    block.samples.assign(sound.begin(), sound.end());
    return block;
}

}  // namespace salon::speech
