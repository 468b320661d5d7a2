// What gives a handler ears for words: a function that writes down what was said, and answers that
// are given words in place of sound.
//
//   Task<std::string> recognise(Call& call, AudioBlock speech) {
//       auto work = [speech = std::move(speech)] { return whisper.transcribe(speech); };  // Yours.
//       auto words = co_await call.pool().run(std::move(work));
//       co_return words.value();
//   }
//   Task<> answer(Reply& reply, std::string words) { co_await reply.say("You said: " + words); }
//
//   reply_on_pause(in_words(recognise, answer))
//   reply_on_stop_words(in_words(recognise, answer), {"computer"}, recognise)
#pragma once

#include <functional>
#include <string>

#include "media/audio.h"
#include "net/task.h"
#include "session/call.h"
#include "session/reply_on_pause.h"

namespace salon {

inline constexpr SampleRate recognised_rate{16'000};

/// Writes down what was said.
///
/// Shape   `speech`: 16 kHz mono
/// Errors  throws UserError to end the call with that message, anything else with a general one
/// Thread  the call's strand, one for each call at a time; heavy work goes to `call.pool()`
using SpeechToText = std::function<Task<std::string>(Call& call, AudioBlock speech)>;

/// Errors  as ReplyFunction
/// Thread  the call's strand; one for each call at a time
using WordsFunction = std::function<Task<>(Reply& reply, std::string words)>;

/// Answers to the words of a question, said or typed. Where there are none (a cough), nothing is
/// answered.
ReplyFunction in_words(SpeechToText recognise, WordsFunction answer);

}  // namespace salon
