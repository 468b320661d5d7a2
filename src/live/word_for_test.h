// An event of a live conversation in a word or two, for tests that read like a diary.
#pragma once

#include <string>
#include <variant>

#include "base/overload.h"
#include "live/event.h"

namespace salon::live {

inline std::string word_for(const LiveEvent& event) {
    return std::visit(
        overload{
            [](const LiveAudio& it) { return "audio " + std::to_string(it.audio.frames()); },
            [](const LiveInterrupted&) { return std::string("interrupted"); },
            [](const CaptionPiece& it) {
                return (it.who == Speaker::User ? "user:" : "model:") + it.text;
            },
            [](const GenerationComplete&) { return std::string("generated"); },
            [](const TurnComplete& it) {
                return std::string(it.more_follows ? "turn, more follows" : "turn");
            },
            [](const LiveReconnecting&) { return std::string("reconnecting"); },
            [](const LiveResumed&) { return std::string("resumed"); },
            [](const LiveClosed& it) { return "closed " + std::to_string(it.failure.close_code); }},
        event);
}

}  // namespace salon::live
