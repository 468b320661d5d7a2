// A conversation by turns: a function that is called with what the caller said, each time they
// pause, and answers. Who speaks over an answer cuts it short, at once.
//
//   Task<> answer(Reply& reply, AudioBlock question) {
//       co_await reply.say(std::move(question));  // A parrot.
//   }
//   Stream stream({.handler = reply_on_pause(answer)});
//
//   in   the caller's voice
//   out  what the function says; "started_talking", "pause_detected" and "response_starting" for
//        the page
//
// A function that takes its time keeps nobody from being heard. When it is cut short, whatever it
// waits for ends with an exception that only needs to pass through.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "net/queue.h"
#include "net/signal.h"
#include "session/call.h"
#include "session/handler.h"
#include "session/text_to_speech.h"
#include "speech/sentences.h"
#include "speech/turn_recorder.h"

namespace salon {

class ReplyOnPause;

/// What a function answers with; lasts as long as the call.
class Reply {
public:
    explicit Reply(ReplyOnPause& handler) : handler_(handler) {}

    /// Says the next piece of the answer; waits while two seconds are still to be heard.
    ///
    /// Shape   any that is `playable`; the caller hears it mixed to mono
    /// Errors  as every wait: cancelled when the caller speaks or the call ends
    /// Thread  strand; does not block
    Task<> say(AudioBlock audio);
    /// Says `text` with the voice of ReplyOptions, a sentence after the other.
    ///
    /// Errors  as above, and what the voice throws
    /// Thread  strand; does not block
    Task<> say(std::string text);
    /// Says the next piece of a text that is still being written, such as a language model's token:
    /// each sentence once it is whole, and the last one when the answer returns.
    ///
    /// Errors  as above
    /// Thread  strand; does not block
    Task<> say_on(std::string piece);
    /// What was typed in place of being said; the question is silent then. Empty when it was said.
    const std::string& text() const;
    /// The caller's inputs and page, and the pool for heavy work.
    Call& call() const;

private:
    ReplyOnPause& handler_;
};

/// Shape   `question`: mono, at the input rate of ReplyOptions
/// Errors  throws UserError to end the call with that message, anything else with a general one
/// Thread  the call's strand; one for each call at a time
using ReplyFunction = std::function<Task<>(Reply& reply, AudioBlock question)>;

struct ReplyOptions {
    std::function<Task<>(Reply& reply)> greeting{};  ///< Speaks first.
    bool can_interrupt = true;  ///< Else the caller is not heard until the answer is.
    /// When to answer, and how much a question may hold: `silence`, `length_max`, `pre_roll`.
    speech::TurnPolicy turns{};
    TextToSpeech voice = offline_voice();  ///< Says what is answered in words.
    /// Waits for what ends a question in place of a pause: a button, a key. The answer begins each
    /// time it returns, with an empty question when nobody spoke.
    std::function<Task<>(Call& call)> answer_when{};
    AudioFormat format{};
};

class ReplyOnPause : public Handler {
public:
    static constexpr Duration piece_length = 100ms;
    static constexpr std::size_t pieces_waiting_max = 20;  ///< Of an answer; then `say` waits.
    /// While a function does not heed that it was cut short, or an answer may not be; drop_oldest.
    static constexpr std::size_t questions_waiting_max = 1;

    ReplyOnPause(Call& call, ReplyFunction answer, ReplyOptions options);

    AudioFormat audio_format() const override { return options_.format; }
    Task<> start_up() override;
    Task<> receive(AudioBlock audio) override;
    /// A question that is typed is answered at once; it cuts an answer short as a voice does.
    Task<> text_receive(std::string text) override;
    Task<Emission> emit() override;

protected:
    /// What the caller says matters now.
    bool listening() const { return options_.can_interrupt || !answering_; }
    /// There may be a question to end when `answer_when` says so.
    virtual bool asking() const { return listening(); }
    /// Hears the next samples, which may begin or end a question.
    void hear(std::span<const std::int16_t> samples);
    /// Ends the answer, made and heard, unless there is none.
    void cut_short();
    /// What was heard until now belongs to no question.
    void forget() { recorder_.forget(); }
    const ReplyOptions& options() const { return options_; }

private:
    friend class Reply;

    struct Question {
        AudioBlock sound;
        std::string text{};
    };

    void note_beginning(speech::TurnBegan turn);
    void ask(AudioBlock question);
    void note_response();
    Task<> answer_when_told();
    Task<> give(Task<> answer);
    Task<> heard_out();
    Task<> say(AudioBlock audio);
    Task<> say(std::string text);
    Task<> say_on(std::string piece);
    Task<> say_sentence(std::string sentence);
    Task<> to_the_last_sentence(Task<> answer);
    Task<> say_piece(AudioBlock piece);

    ReplyFunction answer_;
    ReplyOptions options_;
    speech::TurnRecorder recorder_;
    Reply reply_{*this};
    speech::Sentences sentences_;  // Of the answer that is being written.
    net::Queue<Question> questions_;
    std::string text_;               // Of the question that is being answered.
    net::Queue<AudioBlock> pieces_;  // Of the answer.
    net::Signal cut_;
    net::Signal room_;
    bool answering_ = false;
    bool responded_ = false;  // The page knows that this answer begins.
};

/// Handlers that answer with `answer`. Loads what they hear with, once for the whole process.
HandlerFactory reply_on_pause(ReplyFunction answer, ReplyOptions options = {});

}  // namespace salon
