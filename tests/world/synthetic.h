// Sound and pictures for calls in virtual time: they look like Opus and VP8 to everything that only
// reads headers, and carry a number and the moment of their birth, so that whoever receives them
// can tell what is missing, what is out of order and how late it is.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "media/encoded.h"

namespace salon::testing_world {

struct Stamp {
    std::uint32_t number = 0;
    Moment born;
};

/// SILK at 16 kHz, mono, by its TOC byte: a kind of packet that carries FEC. It lasts 20 ms, or the
/// 120 ms that are the most Opus puts into one: for long calls.
EncodedAudio spoken(std::uint32_t number, Moment now, Duration length = 20ms);
/// A frame of `size` bytes; each but a key frame needs the one numbered before it.
EncodedPicture filmed(std::uint32_t number, bool keyframe, std::size_t size, Moment now);

std::optional<Stamp> stamp_of_sound(Bytes opus);
std::optional<Stamp> stamp_of_picture(Bytes vp8);

/// Listens to the steps of one stream of `spoken` packets.
class Ear {
public:
    void hear(const AudioPiece& piece, Moment now);

    std::int64_t pieces() const { return whole + recovered + concealed; }
    /// Of the `spoken` packets, how many were heard, whole or recovered.
    double audible_share(std::int64_t spoken) const;

    std::int64_t whole = 0;
    std::int64_t recovered = 0;
    std::int64_t concealed = 0;
    std::int64_t out_of_order = 0;    ///< Heard after a later one.
    std::int64_t broken = 0;          ///< Not what was spoken.
    std::int64_t breaks_in_time = 0;  ///< Steps that do not begin where the last one ended.
    Duration longest_gap{0};          ///< The longest run of concealment.
    Duration longest_silence{0};      ///< Between two packets that were heard.
    Duration latest{0};               ///< From birth to ear, at worst.

private:
    Duration gap_{0};
    Moment last_heard_ = never;
    std::optional<std::uint32_t> last_;
    std::optional<std::int64_t> next_tick_;
};

/// Watches the pictures of one stream of `filmed` frames.
class Eye {
public:
    void see(const EncodedPicture& picture, Moment now);

    std::int64_t frames = 0;
    std::int64_t keyframes = 0;
    std::int64_t undecodable = 0;  ///< Needed a frame that was not there.
    std::int64_t broken = 0;       ///< Not what was filmed.
    std::int64_t time_went_back = 0;
    Duration latest{0};
    Duration longest_freeze{0};  ///< Between two frames.
    Moment last_seen = never;

private:
    std::optional<std::uint32_t> last_;
    std::optional<std::int64_t> last_tick_;
};

}  // namespace salon::testing_world
