// Sound and pictures, encoded once, to be played in real time by as many callers as one likes.
#pragma once

#include <memory>
#include <vector>

#include "media/audio.h"
#include "media/encoded.h"
#include "media/picture.h"

namespace salon::testing_real {

using Tape = std::vector<ByteBuffer>;                             ///< Opus, 20 ms each.
using Film = std::shared_ptr<const std::vector<EncodedPicture>>;  ///< From a key frame on.

/// `audio`, mono of any rate, in pieces of 20 ms; the last one is filled up with silence.
Tape record(const AudioBlock& audio);
/// A tone, for as long as one wants.
AudioBlock tone(Duration length, double hertz = 440);
AudioBlock silence(Duration length);

/// One second that may be repeated for ever.
Film film(const std::vector<Picture>& pictures);
/// `picture` standing still.
Film film(const Picture& picture, int frames = 10);

}  // namespace salon::testing_real
