// Speaks English text: flite's statistical voice "rms" (a man, CMU ARCTIC).
//
//   in   a sentence
//   out  its sound, 16 kHz mono, with the silence around it trimmed
//
// A sentence of three seconds takes about 70 ms, so speak sentence by sentence: the first one is
// out while the next is in the making.
#pragma once

#include <string_view>

#include "media/audio.h"

namespace salon::speech {

struct VoiceStyle {
    double pace = 1.0;  ///< 1.2 speaks a fifth faster.
};

class Voice {
public:
    /// Registers the voice with flite; the first time takes a moment.
    Voice();

    /// The sound of `text`, at most `text_max` characters of it. Empty text is an empty block.
    ///
    /// Units   16 kHz mono
    /// Thread  any, several at once; pool (blocks for about 25 ms a second of speech)
    AudioBlock speak(std::string_view text, VoiceStyle style = {}) const;

    static constexpr std::size_t text_max = 2000;
};

}  // namespace salon::speech
