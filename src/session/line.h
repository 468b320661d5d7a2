// One caller's line, whatever carries it.
//
//   in   sound, pictures and texts for the caller
//   out  what the caller says and shows, and the line's end, event by event
//
// Lives on one loop, the same as its session.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>

#include "base/time.h"
#include "media/audio.h"
#include "media/encoded.h"
#include "net/task.h"
#include "peer/peer.h"
#include "session/handler.h"

namespace salon::session {

/// Sound, pictures and texts may flow. Once.
struct LineOpened {};
/// The caller left, or cannot be reached any more. Once, and last.
struct LineClosed {
    std::string why;  ///< For the log.
};

/// A block is what the caller says: mono, at the handler's input rate, without gaps.
using LineEvent =
    std::variant<LineOpened, AudioBlock, EncodedPicture, peer::KeyFrameWanted, LineClosed>;

class Line {
public:
    using Tell = std::function<void(LineEvent)>;

    Line() = default;
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    virtual ~Line() = default;

    /// From here on events come, and what is said leaves. Once; other verbs come after it.
    virtual void open(const AudioFormat& format, Tell tell) = 0;
    /// No event comes and nothing leaves any more.
    virtual void shut() = 0;
    /// Gives back what the line borrowed; waits for it. After `shut`.
    virtual Task<> give_back() = 0;

    /// What the caller takes.
    virtual bool carries_sound() const = 0;
    virtual bool carries_pictures() const = 0;
    /// Bits a second that pictures to the caller should take now.
    virtual std::int64_t video_bitrate() const = 0;

    /// Queues what is `playable`. Returns false when there is no room for it.
    virtual bool say(AudioView audio) = 0;
    /// Forgets what was said and not yet heard.
    virtual void flush() = 0;
    /// How much of what was said is still to be heard.
    virtual Duration queued() const = 0;
    virtual void show(const EncodedPicture& picture) = 0;
    /// For the caller's page, see messages.h.
    virtual void text(std::string message) = 0;
    virtual void request_key_frame() = 0;
    /// Says goodbye; LineClosed follows.
    virtual void hang_up() = 0;
};

}  // namespace salon::session
