// What gives a handler a voice: a function that says one sentence.
//
//   Task<> speak(Call& call, std::string sentence, SayPiece say) {
//       auto stream = co_await synthesiser.ask(sentence);  // Yours.
//       while (auto bytes = co_await stream.next()) {
//           AudioBlock piece{.samples = ..., .rate = SampleRate(22'050)};
//           co_await say(std::move(piece));  // Heard while the next is made.
//       }
//   }
//
// Nothing is asked to stop: when the caller speaks over an answer, whatever its function waits for
// ends with an exception that only needs to pass through, and so does the request it holds.
#pragma once

#include <functional>
#include <string>

#include "media/audio.h"
#include "net/task.h"
#include "session/call.h"
#include "speech/voice.h"

namespace salon {

/// Says a piece of sound of any rate; waits while enough of it is still to be heard.
using SayPiece = std::function<Task<>(AudioBlock piece)>;

/// Says `sentence`, in as many pieces as it likes.
///
/// Errors  throws UserError to end the call with that message, anything else with a general one
/// Thread  the call's strand, one sentence for each call at a time; heavy work goes to its pool
using TextToSpeech = std::function<Task<>(Call& call, std::string sentence, SayPiece say)>;

/// The voice that comes along: English, a man, 16 kHz, without a network (speech/voice.h). A
/// sentence of three seconds takes about 70 ms.
TextToSpeech offline_voice(speech::VoiceStyle style = {});

}  // namespace salon
