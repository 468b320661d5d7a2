// A handler's view of its caller: what the page's inputs say, and what may be said to the page.
//
// Everything here belongs to the call's strand, on which every hook runs.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "net/executor.h"
#include "net/pool.h"
#include "net/task.h"
#include "session/inputs.h"
#include "session/messages.h"

namespace salon {

namespace session {
class Session;
}

/// How a caller came who has no page, but a telephone.
struct TelephoneCall {
    std::string call_sid{};  ///< The exchange's name of the call; empty when it said none.
    std::map<std::string, std::string> parameters{};  ///< What one's own TwiML gave along.
};

class Call {
public:
    explicit Call(session::Session& session) : session_(session) {}

    /// The id the page chose (`webrtc_id`). Whoever knows it may set this call's inputs: keep it.
    const std::string& id() const;

    /// The latest values of the page's inputs.
    const Inputs& inputs() const;
    /// Waits until an input differs from what it was at `version`.
    Task<> inputs_changed(std::uint64_t version);

    /// Null for whoever comes by a page. On the telephone nobody reads texts or sees pictures, and
    /// the inputs are what the page has at first; an output that is an input too sets it.
    const TelephoneCall* telephone() const;

    /// Forgets what was emitted and not yet played: the caller spoke. The next packet is silence.
    void flush_audio();
    /// How much of what was emitted is still to be played.
    Duration audio_queued() const;

    /// The newest camera picture, at most `age_max` old: a key frame is asked for when there is
    /// none so young, and waited for. Null when the camera is off.
    Task<PictureRef> look(Duration age_max);

    /// Asks the camera for a key frame; asked again until one arrives.
    void request_key_frame();
    /// Bits a second that pictures to the caller should take now; follows the network's feedback.
    std::int64_t video_bitrate() const;

    /// Runs `task` beside the hooks, and ends it with them.
    void beside(Task<> task);

    /// Shows a piece of what somebody says.
    void caption(const session::Caption& caption);
    /// Tells the page that the answer was cut short.
    void tell_interrupted();
    /// Tells the page where the conversation is, in FastRTC's words: "started_talking",
    /// "pause_detected", "response_starting".
    void tell_log(std::string_view what);
    /// Tells the page that the word was said which it waits for.
    void tell_stop_word();
    /// Tells the page how long an answer took.
    void tell_latency(Duration answer);
    void show_error(std::string_view text);
    void show_warning(std::string_view text);

    /// Sets a component of the page, one of the stream's outputs; the newest value wins.
    ///
    /// Errors  std::out_of_range when the stream does not name it among its outputs
    template <InputComponent C>
    void set(const C& component, typename C::Value value) {
        set_output(component.id(), component.write(std::move(value)));
    }

    /// Ends the call; the caller is told `reason`.
    void end(std::string_view reason);

    /// Where work above half a millisecond goes.
    net::Pool& pool();
    /// The call's strand.
    net::Executor executor();

private:
    void set_output(int id, InputValue value);

    session::Session& session_;
};

}  // namespace salon
