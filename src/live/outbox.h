// What waits to be said to the model, and what leaves next.
//
//   in   control messages, samples, pictures
//   out  one message at a time: control first, then sound, then the camera
//
// Engine-like: no socket, no clock. Sound is cut to pieces of 20 to 40 ms in order; at most one
// second of it waits. One picture waits, the newest, and one a second leaves.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "live/message.h"
#include "media/audio.h"

namespace salon::live {

inline constexpr SampleRate heard_rate{16'000};           ///< What the model wants to hear.
inline constexpr std::size_t audio_piece_min = 320;       ///< Samples: 20 ms.
inline constexpr std::size_t audio_piece_max = 640;       ///< Samples: 40 ms.
inline constexpr std::size_t audio_waiting_max = 16'000;  ///< Samples: 1 s; drop_oldest.
inline constexpr std::size_t control_waiting_max = 64;    ///< Messages; refuse.
inline constexpr Duration picture_interval = 1s;
inline constexpr Duration picture_age_max = 2s;  ///< An older one shows what is no longer there.

struct LiveCounts {
    std::uint64_t audio_pieces_sent = 0;
    std::uint64_t audio_pieces_dropped = 0;
    std::uint64_t pictures_sent = 0;
    std::uint64_t pictures_replaced = 0;  ///< By a newer one before they could leave.
    std::uint64_t pictures_stale = 0;     ///< Too old when they could have left.
    std::uint64_t messages_unreadable = 0;
    std::uint64_t reconnections = 0;  ///< That succeeded.
    std::uint64_t tool_calls = 0;
    std::uint64_t tool_answers_unwanted = 0;  ///< Came when nobody waited for them any more.
};

class Outbox {
public:
    /// Returns false when too much waits.
    bool push_control(const ClientMessage& message);
    void push_audio(std::span<const std::int16_t> samples);
    /// After what was pushed, the microphone pauses.
    void end_audio();
    void push_picture(ByteBuffer jpeg, Moment now);

    /// Sound that was sent before goes first, however much it is.
    void push_again(std::vector<std::int16_t> samples);
    /// What waits, but for the sound, meant a connection that is gone.
    void connection_lost();

    struct Leaving {
        std::string text;
        std::vector<std::int16_t> samples;  ///< The sound in it.
    };
    /// The message that leaves at `now`.
    std::optional<Leaving> take(Moment now);
    /// When `take` will have something; `never` while nothing waits.
    Moment deadline() const;

    bool control_waits() const { return !control_.empty(); }
    const LiveCounts& counts() const { return counts_; }

private:
    struct Piece {
        std::vector<std::int16_t> samples;
        bool ends = false;  ///< Not sound, but its end.
    };

    void cut(std::size_t count);
    Leaving take_piece();
    std::string take_picture(Moment now);

    std::deque<std::string> control_;  // At most control_waiting_max.
    std::vector<std::int16_t> uncut_;  // Less than a piece.
    std::deque<Piece> pieces_;
    std::size_t samples_waiting_ = 0;  // In pieces_; at most audio_waiting_max.
    std::deque<Piece> again_;          // Not counted among those.
    std::optional<ByteBuffer> picture_;
    Moment picture_taken_{};
    Moment picture_due_{Duration::min()};  // Not before.
    LiveCounts counts_;
};

}  // namespace salon::live
