// A conversation by turns in which each question begins with a stop word.
//
//   Stream stream({.handler = reply_on_stop_words(answer, {"computer"}, recognise)});
//
//   in   the caller's voice; what a recogniser writes down
//   out  as ReplyOnPause, and "stopword" for the page
//
// The question is what follows the word. Once it is answered, nothing is heard but the word, which
// cuts the answer short too; until then `answer_when` has no question to end. A recogniser that
// takes its time keeps nobody from being heard.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "session/reply_on_pause.h"
#include "session/speech_to_text.h"
#include "speech/speech_window.h"
#include "speech/stop_words.h"

namespace salon {

class ReplyOnStopWords : public ReplyOnPause {
public:
    /// Sound that waits until the recogniser is done; drop_oldest.
    static constexpr Duration behind_max = 10s;

    ReplyOnStopWords(Call& call, ReplyFunction answer, const std::vector<std::string>& stop_words,
                     SpeechToText recognise, ReplyOptions options);

    Task<> start_up() override;
    Task<> receive(AudioBlock audio) override;

protected:
    bool asking() const override { return awake_ && listening(); }

private:
    ReplyFunction once_awake(ReplyFunction answer);
    Task<> look_for_words();
    void wake(std::span<const std::int16_t> behind);
    void keep_behind(const AudioBlock& audio);

    speech::StopWords stop_words_;
    SpeechToText recognise_;
    speech::SpeechWindow window_;
    net::Signal due_;
    std::vector<std::int16_t> behind_;  // Heard since the window that is recognised now.
    bool recognising_ = false;
    bool awake_ = false;
};

/// Handlers that answer with `answer` what follows one of `stop_words`, which `recognise` finds in
/// two seconds of speech at most. Loads what they hear with,
/// once for the whole process.
HandlerFactory reply_on_stop_words(ReplyFunction answer, std::vector<std::string> stop_words,
                                   SpeechToText recognise, ReplyOptions options = {});

}  // namespace salon
