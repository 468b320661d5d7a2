#include "session/reply_on_stop_words.h"

#include <utility>

namespace salon {

ReplyOnStopWords::ReplyOnStopWords(Call& its_call, ReplyFunction answer,
                                   const std::vector<std::string>& stop_words,
                                   SpeechToText recognise, ReplyOptions its_options)
    : ReplyOnPause(its_call, once_awake(std::move(answer)), std::move(its_options)),
      stop_words_(stop_words),
      recognise_(std::move(recognise)),
      window_(speech::standard_voice_activity(), options().format.input, options().turns),
      due_(its_call.executor()) {}

/// Each answer ends the time in which whatever is said is a question.
ReplyFunction ReplyOnStopWords::once_awake(ReplyFunction answer) {
    return [this, answer = std::move(answer)](Reply& reply, AudioBlock question) {
        awake_ = false;
        return answer(reply, std::move(question));
    };
}

Task<> ReplyOnStopWords::start_up() {
    call().beside(look_for_words());
    co_await ReplyOnPause::start_up();
}

Task<> ReplyOnStopWords::receive(AudioBlock audio) {
    if (!listening()) co_return;
    if (awake_) {
        hear(audio.samples);
        co_return;
    }
    window_.push(audio.samples);
    if (recognising_) keep_behind(audio);
    if (window_.due()) due_.notify();
}

void ReplyOnStopWords::keep_behind(const AudioBlock& audio) {
    behind_.insert(behind_.end(), audio.samples.begin(), audio.samples.end());
    const auto most = frames_in(behind_max, audio.rate);
    if (behind_.size() <= most) return;
    behind_.erase(behind_.begin(), behind_.end() - static_cast<std::ptrdiff_t>(most));
}

Task<> ReplyOnStopWords::look_for_words() {
    for (;;) {
        while (!window_.due()) co_await due_.wait();
        auto speech = *window_.take();
        recognising_ = true;
        const auto words = co_await recognise_(call(), std::move(speech));
        recognising_ = false;
        const auto behind = std::exchange(behind_, {});
        if (listening() && stop_words_.said_in(words)) wake(behind);
    }
}

/// What was said `behind` the word, while the recogniser was busy, belongs to the question.
void ReplyOnStopWords::wake(std::span<const std::int16_t> behind) {
    call().tell_stop_word();
    if (options().can_interrupt) cut_short();
    window_.forget();
    forget();
    awake_ = true;
    hear(behind);
}

HandlerFactory reply_on_stop_words(ReplyFunction answer, std::vector<std::string> stop_words,
                                   SpeechToText recognise, ReplyOptions options) {
    speech::standard_voice_activity();
    return make<ReplyOnStopWords>(std::move(answer), std::move(stop_words), std::move(recognise),
                                  std::move(options));
}

}  // namespace salon
