// What a caller heard, saw and read, each with the moment at which it arrived.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "media/audio.h"
#include "media/encoded.h"
#include "peer/peer.h"

namespace salon::testing_real {

struct Heard {
    Moment at;
    AudioPiece piece;
};

struct Diary {
    bool connected = false;
    std::optional<peer::CloseReason> end;
    std::vector<Moment> spoken;  ///< When each packet of speech left; silence is not noted.
    std::vector<Heard> heard;
    std::vector<Moment> seen;  ///< When each picture arrived.
    int key_frames_seen = 0;
    std::vector<std::string> texts;

    /// The texts of one type, such as "error", as they stand in `data`.
    std::vector<std::string> told(std::string_view type) const;
    /// What the critic said, its captions joined.
    std::string captions() const;
};

/// Decodes what was heard from number `first` on.
AudioBlock sound_of(const std::vector<Heard>& heard, std::size_t first = 0);
/// How many packets from number `first` on are louder than `level` when decoded.
std::size_t loud_packets(const std::vector<Heard>& heard, std::size_t first, double level = 0.005);

}  // namespace salon::testing_real
