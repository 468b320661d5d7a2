#include "speech/speech_window.h"

#include <utility>

namespace salon::speech {
namespace {

constexpr SampleRate window_rate(voice_rate);
constexpr auto longest = static_cast<std::ptrdiff_t>(frames_in(SpeechWindow::length, window_rate));
constexpr auto speech_needed =
    static_cast<std::int64_t>(frames_in(SpeechWindow::step, window_rate));

}  // namespace

SpeechWindow::SpeechWindow(std::unique_ptr<VoiceActivity> activity, SampleRate rate,
                           TurnPolicy policy)
    : to_detector_(rate, window_rate, 1), detector_(std::move(activity), policy) {}

void SpeechWindow::push(std::span<const std::int16_t> samples) {
    const auto sound = to_detector_.push(samples);
    newest_.insert(newest_.end(), sound.begin(), sound.end());
    const auto excess = static_cast<std::ptrdiff_t>(newest_.size()) - longest;
    if (excess > 0) newest_.erase(newest_.begin(), newest_.begin() + excess);
    heard_ += static_cast<std::int64_t>(sound.size());

    for (const auto& event : detector_.push(sound)) {
        if (event.kind == TurnEvent::Kind::Started) {
            taken_at_ = heard_;  // Nothing before it was speech.
        } else if (event.position > taken_at_) {
            due_ = true;
        }
    }
    if (detector_.speaking() && heard_ - taken_at_ >= speech_needed) due_ = true;
}

std::optional<AudioBlock> SpeechWindow::take() {
    if (!due_) return std::nullopt;
    due_ = false;
    taken_at_ = heard_;
    return AudioBlock{.samples = newest_, .rate = window_rate};
}

void SpeechWindow::forget() {
    detector_.flush();
    newest_.clear();
    due_ = false;
}

}  // namespace salon::speech
