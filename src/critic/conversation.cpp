#include "critic/conversation.h"

#include <utility>

#include "base/take_front.h"
#include "critic/rest_of.h"

namespace salon::critic {
namespace {

// A sentence is spoken while the one before it is heard; not earlier, for it may be interrupted.
constexpr std::size_t pieces_enough = 10;

}  // namespace

void Conversation::speech_started() {
    if (policy_.interruptible) interrupt();
}

void Conversation::speech_ended(std::optional<Duration> length) {
    outputs_.push_back(CallerSpoke{.length = length});
    turn_.listened += length.value_or(Duration::zero());
    if (phase_ != Phase::Listening && !policy_.interruptible) {
        asked_again_ = true;
        return;
    }
    interrupt();
    begin_answer();
}

void Conversation::asked(std::string said) {
    interrupt();
    begin_answer();
    said_ = std::move(said);
}

void Conversation::begin_answer() {
    if (!policy_.answers) return;
    phase_ = Phase::Thinking;
    playback_ = Playback();
    ++answer_;
    said_.clear();
    outputs_.push_back(LookAt{.answer = answer_, .view = eyes_.view()});
}

void Conversation::interrupt() {
    if (phase_ == Phase::Listening) return;
    ++answer_;
    sentences_.clear();
    pieces_.clear();
    in_the_making_ = false;
    asked_again_ = false;
    outputs_.push_back(Interrupted{});
    complete_turn();
}

void Conversation::looked(AnswerId answer, const View& view, Moment now) {
    eyes_.remember(view);
    if (answer != answer_ || phase_ != Phase::Thinking) return;
    const auto sight = view.sight();
    turn_.pictures = (sight.artwork ? 1 : 0) + (sight.camera ? 1 : 0);
    sentences_ = rest_of(brain_.answer(sight), said_);
    phase_ = Phase::Speaking;
    request_sentence();
    advance(now);
}

void Conversation::request_sentence() {
    if (in_the_making_ || sentences_.empty() || pieces_.size() > pieces_enough) return;
    in_the_making_ = true;
    outputs_.push_back(Speak{.answer = answer_, .sentence = std::move(sentences_.front())});
    sentences_.pop_front();
}

void Conversation::spoke(AnswerId answer, std::vector<SpokenPiece> pieces, Moment now) {
    if (answer != answer_ || phase_ != Phase::Speaking) return;
    in_the_making_ = false;
    for (auto& piece : pieces) pieces_.push_back(std::move(piece));
    request_sentence();
    advance(now);
}

void Conversation::advance(Moment now) {
    if (phase_ == Phase::Speaking) send_due_pieces(now);
    if (phase_ == Phase::Finishing && playback_.end() + policy_.linger <= now) {
        complete_turn();
        if (std::exchange(asked_again_, false)) begin_answer();
    }
}

void Conversation::send_due_pieces(Moment now) {
    while (!pieces_.empty() && playback_.next_due() <= now) {
        playback_.sent(pieces_.front().length(), now);
        turn_.spoken += pieces_.front().length();
        outputs_.push_back(Say{.piece = std::move(pieces_.front())});
        pieces_.pop_front();
    }
    request_sentence();
    if (!pieces_.empty() || !sentences_.empty() || in_the_making_) return;
    outputs_.push_back(GenerationComplete{});
    phase_ = Phase::Finishing;
}

void Conversation::complete_turn() {
    phase_ = Phase::Listening;
    outputs_.push_back(std::exchange(turn_, TurnComplete{}));
}

std::optional<Output> Conversation::poll() { return take_front(outputs_); }

Moment Conversation::deadline() const {
    if (phase_ == Phase::Speaking && !pieces_.empty()) return playback_.next_due();
    if (phase_ == Phase::Finishing) return playback_.end() + policy_.linger;
    return never;
}

}  // namespace salon::critic
