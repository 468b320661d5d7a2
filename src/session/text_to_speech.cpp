#include "session/text_to_speech.h"

#include <stdexcept>
#include <utility>

namespace salon {

namespace {

Task<> speak(Call& call, std::string sentence, SayPiece say, speech::VoiceStyle style) {
    auto work = [sentence = std::move(sentence), style] {
        return speech::Voice().speak(sentence, style);
    };
    auto sound = co_await call.pool().run(std::move(work));
    if (!sound)
        throw std::runtime_error("no room for a voice: " + std::string(to_string(sound.error())));
    co_await say(std::move(*sound));
}

}  // namespace

TextToSpeech offline_voice(speech::VoiceStyle style) {
    return [style](Call& call, std::string sentence, SayPiece say) {
        return speak(call, std::move(sentence), std::move(say), style);
    };
}

}  // namespace salon
