#include "live/question.h"

#include <algorithm>

#include "media/audio.h"

namespace salon::live {

namespace {

constexpr SampleRate rate{16'000};

}  // namespace

void Question::asked(std::span<const std::int16_t> samples, Moment now) {
    if (last_loud_ && now >= *last_loud_ + patience) answered();
    if (level_rms(AudioView{samples, rate, 1}) > loud) {
        last_loud_ = now;
        loud_samples_ += samples.size();
    }
    kept_.insert(kept_.end(), samples.begin(), samples.end());
    const auto most = frames_in(loud_samples_ > 0 ? kept_max : before, rate);
    if (kept_.size() > most) {
        kept_.erase(kept_.begin(),
                    kept_.begin() + static_cast<std::ptrdiff_t>(kept_.size() - most));
    }
}

void Question::answered() {
    loud_samples_ = 0;
    kept_.clear();
}

bool Question::pending(Moment now) const {
    return has_voice() && last_loud_ && now < *last_loud_ + patience;
}

void Question::being_answered(Moment now) {
    if (has_voice()) last_loud_ = now;
}

bool Question::has_voice() const { return loud_samples_ >= frames_in(voice_min, rate); }

Moment Question::calm_at() const {
    if (!last_loud_) return Moment(Duration::min());
    return *last_loud_ + (has_voice() ? patience : pause);
}

std::vector<std::int16_t> Question::take() {
    std::vector<std::int16_t> samples(kept_.begin(), kept_.end());
    answered();
    return samples;
}

}  // namespace salon::live
