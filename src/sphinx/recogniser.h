// PocketSphinx as a `SpeechToText`: what `get_stt_model` is in FastRTC, from Debian's packages.
//
//   const auto ears = sphinx::recogniser();
//   if (!ears) throw std::runtime_error(ears.error().what);
//   Stream stream({.handler = reply_on_stop_words(answer, {"computer"}, *ears)});
#pragma once

#include "session/speech_to_text.h"
#include "sphinx/decoder.h"

namespace salon::sphinx {

/// A recogniser for all calls. As many questions are recognised at once as the machine has cores,
/// each by a decoder that is loaded when it is first needed; the others wait.
///
/// Errors  as Decoder::open
/// Thread  any; blocks for about a second
Result<SpeechToText, Error> recogniser(const Language& language = Language::english());

}  // namespace salon::sphinx
