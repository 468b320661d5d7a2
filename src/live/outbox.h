// What waits to be said to the model, and what leaves next.
//
//   in   control messages, samples, pictures
//   out  one message at a time: control first, then sound, then the camera
//
// Engine-like: no socket, no clock. Sound is cut to pieces of 20 to 40 ms in order; at most one
// second of it waits. One picture waits, the newest, and one a second leaves.
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "live/client.h"

namespace salon::live {

class Outbox {
public:
    /// Returns false when too much waits.
    bool push_control(const ClientMessage& message);
    void push_audio(std::span<const std::int16_t> samples);
    /// After what was pushed, the microphone pauses.
    void end_audio();
    void push_picture(ByteBuffer jpeg);

    /// The message that leaves at `now`.
    std::optional<std::string> take(Moment now);
    /// When `take` will have something; `never` while nothing waits.
    Moment deadline() const;

    const LiveCounts& counts() const { return counts_; }

private:
    struct Piece {
        std::vector<std::int16_t> samples;
        bool ends = false;  ///< Not sound, but its end.
    };

    void cut(std::size_t count);
    std::string take_piece();
    std::string take_picture(Moment now);

    std::deque<std::string> control_;  // At most control_waiting_max.
    std::vector<std::int16_t> uncut_;  // Less than a piece.
    std::deque<Piece> pieces_;
    std::size_t samples_waiting_ = 0;  // In pieces_; at most audio_waiting_max.
    std::optional<ByteBuffer> picture_;
    Moment picture_due_{Duration::min()};  // Not before.
    LiveCounts counts_;
};

}  // namespace salon::live
