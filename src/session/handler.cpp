#include "session/handler.h"

#include <stdexcept>
#include <string>

#include "net/clock.h"
#include "session/call.h"

namespace salon {

void require_playable(AudioView audio) {
    if (playable(audio)) return;
    throw std::invalid_argument(
        "what is to be said is no sound: " + std::to_string(audio.samples.size()) + " samples, " +
        std::to_string(audio.channels) + " channels, " + std::to_string(audio.rate.value()) +
        " a second; whole frames of 1 to 8 channels at 1000 to 384000 are");
}

// The hooks a handler does not override: it hears and sees nothing, says nothing, shows nothing.

Task<> Handler::start_up() { co_return; }

Task<> Handler::receive(AudioBlock) { co_return; }

Task<Emission> Handler::emit() {
    co_await net::forever();
    co_return CloseStream{};
}

Task<> Handler::video_receive(VideoFrame) { co_return; }

Task<VideoFrame> Handler::video_emit() {
    co_await net::forever();
    co_return VideoFrame::black();
}

void Handler::video_lost() { call().request_key_frame(); }

Task<> Handler::text_receive(std::string) { co_return; }

Task<> Handler::shutdown() { co_return; }

}  // namespace salon
