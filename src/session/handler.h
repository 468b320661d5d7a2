// What a user of Salon writes: one object for each caller, with hooks that are coroutines.
//
//   class Parrot : public salon::Handler {
//       using Handler::Handler;
//       Task<> receive(AudioBlock audio) override { heard_.push_drop_oldest(audio); co_return; }
//       Task<Emission> emit() override { auto said = co_await heard_.pop(); co_return said; }
//       net::Queue<AudioBlock> heard_{call().executor(), 50};
//   };
//
// All hooks of one handler run on its call's strand, one step at a time, so a handler needs no
// lock. They may wait for as long as they like: when the call ends, whatever a hook waits for ends
// with an exception that only needs to pass through, and `shutdown` runs once, last.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <variant>

#include "media/audio.h"
#include "net/task.h"
#include "session/frame.h"

namespace salon {

class Call;

struct AudioFormat {
    SampleRate input{48'000};   ///< What `receive` gets.
    SampleRate output{24'000};  ///< What `emit` gives.
};

/// Emitted to end the call: the caller is told why.
struct CloseStream {
    std::string reason = "Stream closed";
};

using Emission = std::variant<AudioBlock, CloseStream>;

/// Thrown by a hook to end the call with a message that the caller sees. Any other exception ends
/// it too, but the caller only learns that something went wrong.
class UserError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Handler {
public:
    /// One handler for each call, made with the call itself.
    explicit Handler(Call& call) : call_(call) {}
    Handler(const Handler&) = delete;
    Handler& operator=(const Handler&) = delete;
    virtual ~Handler() = default;

    virtual AudioFormat audio_format() const { return {}; }

    /// Runs beside the other hooks from the start; may last as long as the call.
    virtual Task<> start_up();
    /// One block of the caller's voice, mono, in order; 20 ms as a rule.
    virtual Task<> receive(AudioBlock audio);
    /// The next thing to say. Waits until there is one; nothing asks in vain.
    virtual Task<Emission> emit();
    /// One camera frame, still encoded.
    virtual Task<> video_receive(VideoFrame frame);
    /// The next frame that the caller sees. Waits until there is one.
    virtual Task<VideoFrame> video_emit();
    /// Gives back what the handler holds. Runs exactly once, after every other hook has returned.
    virtual Task<> shutdown();

protected:
    /// The caller; outlives the handler.
    Call& call() const { return call_; }

private:
    Call& call_;
};

using HandlerFactory = std::function<std::unique_ptr<Handler>(Call&)>;

/// A factory for handlers of one type: make<ArtCritic>(settings).
template <class Made, class... Arguments>
HandlerFactory make(Arguments... arguments) {
    return [=](Call& call) { return std::make_unique<Made>(call, arguments...); };
}

}  // namespace salon
