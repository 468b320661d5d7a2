// A sentence made ready to be sent: its sound in short pieces, each with the words it says.
//
//   in   a sentence
//   out  pieces of 120 ms at 24 kHz; together their words are the sentence
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "media/audio.h"
#include "speech/voice.h"

namespace salon::critic {

inline constexpr SampleRate utterance_rate(24'000);
inline constexpr Duration piece_length = 120ms;

struct SpokenPiece {
    std::vector<std::int16_t> samples;  ///< 24 kHz mono.
    std::string words;                  ///< With a leading space; may be empty.

    Duration length() const { return AudioView{samples, utterance_rate, 1}.duration(); }
};

/// Says `sentence`. A sentence without sound has no pieces.
///
/// Thread  any; blocks for about 25 ms a second of speech: pool
std::vector<SpokenPiece> spoken(std::string_view sentence, const speech::Voice& voice);

/// How far the listener is. Sound goes out a little before it is needed: enough to bridge a busy
/// moment, not so much that an interrupted answer has been sent already.
class Playback {
public:
    static constexpr Duration ahead = 360ms;

    void sent(Duration length, Moment now) { ends_ = std::max(ends_, now) + length; }
    /// When the next piece should go.
    Moment next_due() const { return ends_ - ahead; }
    /// When the listener has heard all that was sent.
    Moment end() const { return ends_; }

private:
    Moment ends_{};
};

}  // namespace salon::critic
