// A VP8 encoder for pictures of any size, over a way that carries now more and now less.
//   in   pictures; the bitrate they may take, which changes all the time
//   out  frames; and, before the picture is even made, whether there is room for it
//
// A new bitrate needs no key frame, a new size is a new encoder. Where the way is so narrow that
// every picture would be mud, fewer are shown.
#pragma once

#include <cstdint>
#include <optional>

#include "codec/vp8_encoder.h"
#include "media/encoded.h"
#include "media/picture.h"

namespace salon::codec {

class AdaptiveEncoder {
public:
    static constexpr double pixel_bits_min = 0.013;  ///< In each picture: 4,000 bits for 640x480.
    static constexpr double pixel_bits_max = 5.5;    ///< In each second: 1.7 Mbit for 640x480.
    static constexpr std::int64_t bitrate_min = 30'000;

    /// Bits a second, from the next picture on.
    void set_bitrate(std::int64_t bitrate);

    /// Whether a picture of that size, taken at `time`, is to be encoded. Asked once for each.
    bool has_room(int width, int height, MediaTime time);

    /// Empty when the rate left no room after all: send nothing.
    ///
    /// Thread  one owner at a time; does not block (3 ms for 640x480, a key frame 7 ms)
    EncodedPicture encode(const I420Picture& picture, MediaTime time, KeyFrame key_frame);

private:
    void fit(int width, int height);

    std::int64_t bitrate_ = Vp8Encoding{}.bitrate;
    std::optional<Vp8Encoder> encoder_;
    Vp8Encoding encoding_;
    std::optional<Duration> due_;  // When the next picture finds room, as their own time counts.
};

}  // namespace salon::codec
