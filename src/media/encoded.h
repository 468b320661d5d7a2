// Encoded media between the wire and the codecs: what the peer yields and what it is given to send.
#pragma once

#include "base/bytes.h"
#include "base/media_time.h"
#include "base/time.h"

namespace salon {

/// One VP8 frame.
struct EncodedPicture {
    ByteBuffer bytes;
    bool keyframe = false;
    MediaTime time{.ticks = 0, .rate = 90'000};
};

/// One Opus packet to send.
struct EncodedAudio {
    ByteBuffer bytes;
    MediaTime time{.ticks = 0, .rate = 48'000};
    Duration length = 20ms;
};

/// One step of received sound. Steps come in order and without gaps, so that decoding each in turn
/// gives the whole stream.
struct AudioPiece {
    enum class Kind {
        Packet,    ///< `opus` arrived: decode it.
        FromNext,  ///< It was lost, but `opus` is the packet after it: recover it from its FEC.
        Conceal,   ///< It was lost: invent something that does not hurt. `opus` is empty.
    };

    Kind kind = Kind::Packet;
    ByteBuffer opus;
    MediaTime time{.ticks = 0, .rate = 48'000};
    Duration length = 20ms;
};

}  // namespace salon
