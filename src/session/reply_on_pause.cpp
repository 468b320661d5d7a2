#include "session/reply_on_pause.h"

#include <algorithm>
#include <utility>

#include "base/overload.h"
#include "net/with_timeout.h"

namespace salon {

Task<> Reply::say(AudioBlock audio) { return handler_.say(std::move(audio)); }
Task<> Reply::say(std::string text) { return handler_.say(std::move(text)); }
Task<> Reply::say_on(std::string piece) { return handler_.say_on(std::move(piece)); }
const std::string& Reply::text() const { return handler_.text_; }
Call& Reply::call() const { return handler_.call(); }

ReplyOnPause::ReplyOnPause(Call& its_call, ReplyFunction answer, ReplyOptions options)
    : Handler(its_call),
      answer_(std::move(answer)),
      options_(std::move(options)),
      recorder_(speech::standard_voice_activity(), options_.format.input, options_.turns),
      questions_(its_call.executor(), questions_waiting_max),
      pieces_(its_call.executor(), pieces_waiting_max),
      cut_(its_call.executor()),
      room_(its_call.executor()) {}

Task<> ReplyOnPause::start_up() {
    if (options_.answer_when) call().beside(answer_when_told());
    if (options_.greeting) {
        auto greeting = options_.greeting(reply_);
        co_await give(std::move(greeting));
    }
    for (;;) {
        auto question = co_await questions_.pop();
        text_ = std::move(question.text);
        auto answer = answer_(reply_, std::move(question.sound));
        co_await give(std::move(answer));
    }
}

Task<> ReplyOnPause::receive(AudioBlock audio) {
    if (listening()) hear(audio.samples);
    co_return;
}

Task<> ReplyOnPause::text_receive(std::string text) {
    if (options_.can_interrupt) cut_short();
    forget();
    questions_.push_drop_oldest(
        {.sound = {.samples = {}, .rate = options_.format.input}, .text = std::move(text)});
    co_return;
}

void ReplyOnPause::hear(std::span<const std::int16_t> samples) {
    for (auto& news : recorder_.push(samples)) {
        std::visit(overload{
                       [&](speech::TurnBegan turn) { note_beginning(turn); },
                       [&](AudioBlock& question) { ask(std::move(question)); },
                   },
                   news);
    }
}

Task<Emission> ReplyOnPause::emit() {
    auto piece = co_await pieces_.pop();
    room_.notify();
    co_return piece;
}

/// Who goes on, without a pause, has not heard the answer to what they said before.
void ReplyOnPause::note_beginning(speech::TurnBegan turn) {
    call().tell_log("started_talking");
    if (options_.can_interrupt && !turn.goes_on) cut_short();
}

void ReplyOnPause::ask(AudioBlock question) {
    call().tell_log("pause_detected");
    questions_.push_drop_oldest({.sound = std::move(question)});
}

void ReplyOnPause::cut_short() {
    questions_.clear();
    const bool said = !pieces_.empty() || call().audio_queued() > Duration::zero();
    if (!answering_ && !said) return;
    pieces_.clear();
    call().flush_audio();
    call().tell_interrupted();
    cut_.notify();
}

void ReplyOnPause::note_response() {
    if (!std::exchange(responded_, true)) call().tell_log("response_starting");
}

Task<> ReplyOnPause::answer_when_told() {
    for (;;) {
        co_await options_.answer_when(call());
        if (!asking()) continue;
        cut_short();
        ask(recorder_.end_now());
    }
}

Task<> ReplyOnPause::give(Task<> answer) {
    answering_ = true;
    responded_ = false;
    sentences_.finish();  // What the last one was cut off from saying.
    auto all = to_the_last_sentence(std::move(answer));
    const auto whole = co_await net::unless(cut_.wait(), std::move(all));
    if (whole) note_response();
    if (!options_.can_interrupt) {
        co_await heard_out();
        recorder_.forget();
    }
    answering_ = false;
}

Task<> ReplyOnPause::heard_out() {
    while (!pieces_.empty()) co_await room_.wait();
    while (call().audio_queued() > Duration::zero()) {
        co_await net::sleep_for(call().audio_queued());
    }
}

Task<> ReplyOnPause::to_the_last_sentence(Task<> answer) {
    co_await std::move(answer);
    co_await say_sentence(sentences_.finish());
}

Task<> ReplyOnPause::say(std::string text) {
    speech::Sentences sentences;
    auto whole = sentences.push(text);
    whole.push_back(sentences.finish());
    for (auto& sentence : whole) co_await say_sentence(std::move(sentence));
}

Task<> ReplyOnPause::say_on(std::string piece) {
    auto whole = sentences_.push(piece);
    for (auto& sentence : whole) co_await say_sentence(std::move(sentence));
}

Task<> ReplyOnPause::say_sentence(std::string sentence) {
    if (sentence.empty()) co_return;
    SayPiece mouth = [this](AudioBlock piece) { return say(std::move(piece)); };
    auto spoken = options_.voice(call(), std::move(sentence), std::move(mouth));
    co_await std::move(spoken);
}

Task<> ReplyOnPause::say(AudioBlock audio) {
    require_playable(audio.view());
    const auto step =
        frames_in(piece_length, audio.rate) * static_cast<std::size_t>(audio.channels);
    const std::span<const std::int16_t> whole(audio.samples);
    for (std::size_t at = 0; at < whole.size(); at += step) {
        const auto part = whole.subspan(at, std::min(step, whole.size() - at));
        AudioBlock piece{
            .samples = {part.begin(), part.end()}, .rate = audio.rate, .channels = audio.channels};
        co_await say_piece(std::move(piece));
    }
}

Task<> ReplyOnPause::say_piece(AudioBlock piece) {
    while (pieces_.size() >= pieces_waiting_max) co_await room_.wait();
    note_response();
    pieces_.push_drop_oldest(std::move(piece));
}

HandlerFactory reply_on_pause(ReplyFunction answer, ReplyOptions options) {
    speech::standard_voice_activity();
    return make<ReplyOnPause>(std::move(answer), std::move(options));
}

}  // namespace salon
