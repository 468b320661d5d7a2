// What a conversation has to tell, as messages of the Live protocol.
#pragma once

#include "critic/conversation.h"
#include "live/message.h"

namespace salon::critic {

/// What a session's setup asked for.
struct ReplyStyle {
    bool words_heard = false;   ///< inputAudioTranscription.
    bool words_spoken = false;  ///< outputAudioTranscription.
    bool usage = true;          ///< Token counts beside turnComplete.
};

/// The words are not recognised, so what is written down is honest: that somebody spoke, and how
/// long.
///
/// Thread  this and all below: any; does not block
live::ServerMessage message_of(const CallerSpoke& spoke, const ReplyStyle& style);
live::ServerMessage message_of(const Say& say, const ReplyStyle& style);
live::ServerMessage message_of(const Interrupted& interrupted, const ReplyStyle& style);
live::ServerMessage message_of(const GenerationComplete& complete, const ReplyStyle& style);
live::ServerMessage message_of(const TurnComplete& turn, const ReplyStyle& style);

}  // namespace salon::critic
