// Finds the messages in a stream from a relay, and makes ours fit one (RFC 8656 §12.5): STUN tells
// its own length; ChannelData does too, and is padded to four bytes on streams only.
//
//   in   bytes as TCP or TLS gives them
//   out  one STUN message or ChannelData at a time
#pragma once

#include <optional>

#include "base/bytes.h"

namespace salon::turn {

class StreamFrames {
public:
    static constexpr std::size_t frame_size_max =
        4096;  ///< More is no relay: the stream is broken.

    void push(Bytes bytes);
    /// The next whole message; valid until the next call. Nothing when more bytes are needed.
    std::optional<Bytes> next();
    /// What came cannot be a relay's stream; hang up.
    bool broken() const { return broken_; }

private:
    ByteBuffer waiting_;     // Less than one frame after next() gave nothing.
    std::size_t taken_ = 0;  // Of waiting_, by next().
    bool broken_ = false;
};

/// `message`, ready for a stream.
void pad_for_stream(ByteBuffer& message);

}  // namespace salon::turn
