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
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "media/audio.h"
#include "net/task.h"
#include "session/frame.h"

namespace salon {

class Call;

struct AudioFormat {
    SampleRate input{48'000};   ///< What `receive` gets.
    SampleRate output{24'000};  ///< What a caller by WebSocket is sent.
};

/// Throws what ends a call whose handler says something that is no sound.
///
/// Errors  std::invalid_argument in words: a rate or channels out of bounds, half a frame
/// Thread  any; does not block
void require_playable(AudioView audio);

/// Emitted to end the call: the caller is told why.
struct CloseStream {
    std::string reason = "Stream closed";
};

using Emission = std::variant<AudioBlock, CloseStream>;

/// Thrown by a hook or a constructor to end the call with a message that the caller sees. Any other
/// exception ends it too, but the caller only learns that something went wrong.
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
    /// The next thing to say, at any rate and of any channels, block by block. Waits until there is
    /// one; nothing asks in vain.
    virtual Task<Emission> emit();
    /// One camera frame, still encoded.
    virtual Task<> video_receive(VideoFrame frame);
    /// The next frame that the caller sees. Waits until there is one.
    virtual Task<VideoFrame> video_emit();
    /// The caller has lost the picture: of what `video_emit` gives, nothing is shown before the
    /// next key frame. Who encodes makes one; unless overridden, the caller's own camera is asked.
    virtual void video_lost();
    /// What the caller typed, where the stream has a field for it (`WebRtcOptions::textbox`);
    /// UTF-8.
    virtual Task<> text_receive(std::string text);
    /// Gives back what the handler holds. Runs exactly once, after every other hook has returned.
    virtual Task<> shutdown();

protected:
    /// The caller; outlives the handler.
    Call& call() const { return call_; }

private:
    Call& call_;
};

/// Which hooks a type of handlers overrides: how a page knows a handler of the wrong modality
/// before anybody calls.
struct Hooks {
    bool receive = false;
    bool emit = false;
    bool video_receive = false;
    bool video_emit = false;
};

/// A hook is left alone when its address is that of Handler's own; an override may be private, and
/// then has no address to take.
template <class Made>
concept LeavesReceive = std::is_same_v<decltype(&Made::receive), decltype(&Handler::receive)>;
template <class Made>
concept LeavesEmit = std::is_same_v<decltype(&Made::emit), decltype(&Handler::emit)>;
template <class Made>
concept LeavesVideoReceive =
    std::is_same_v<decltype(&Made::video_receive), decltype(&Handler::video_receive)>;
template <class Made>
concept LeavesVideoEmit =
    std::is_same_v<decltype(&Made::video_emit), decltype(&Handler::video_emit)>;

template <class Made>
constexpr Hooks hooks_of() {
    return {.receive = !LeavesReceive<Made>,
            .emit = !LeavesEmit<Made>,
            .video_receive = !LeavesVideoReceive<Made>,
            .video_emit = !LeavesVideoEmit<Made>};
}

/// Makes a caller's handler, and knows which media such a handler deals with.
class HandlerFactory {
public:
    using Make = std::function<std::unique_ptr<Handler>(Call&)>;

    HandlerFactory() = default;
    /// Any function; its handlers may have any hooks.
    template <class Function>
    requires(!std::is_same_v<std::remove_cvref_t<Function>, HandlerFactory> &&
             std::is_convertible_v<Function, Make>) HandlerFactory(Function make)
        : make_(std::move(make)) {}
    HandlerFactory(Make make, Hooks hooks) : make_(std::move(make)), hooks_(hooks) {}

    std::unique_ptr<Handler> operator()(Call& call) const { return make_(call); }
    explicit operator bool() const { return static_cast<bool>(make_); }
    /// Nothing when the function does not say what it makes.
    const std::optional<Hooks>& hooks() const { return hooks_; }

private:
    Make make_;
    std::optional<Hooks> hooks_;
};

/// A factory for handlers of one type: make<ArtCritic>(settings).
template <class Made, class... Arguments>
HandlerFactory make(Arguments... arguments) {
    auto make_one = [=](Call& call) { return std::make_unique<Made>(call, arguments...); };
    return HandlerFactory(std::move(make_one), hooks_of<Made>());
}

}  // namespace salon
