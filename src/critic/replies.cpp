#include "critic/replies.h"

#include <span>

#include <fmt/format.h>

namespace salon::critic {
namespace {

// What the service is documented to count.
constexpr double tokens_a_second = 25;
constexpr std::int64_t tokens_a_picture = 258;

std::int64_t tokens_in(Duration length) {
    return static_cast<std::int64_t>(milliseconds(length) / 1000 * tokens_a_second);
}

ByteBuffer as_pcm(std::span<const std::int16_t> samples) {
    ByteBuffer bytes;
    bytes.reserve(2 * samples.size());
    for (const auto sample : samples) {
        bytes.push_back(static_cast<std::uint8_t>(sample));
        bytes.push_back(static_cast<std::uint8_t>(sample >> 8));
    }
    return bytes;
}

std::string heard_words(std::optional<Duration> length) {
    if (!length) return " (you spoke)";
    return fmt::format(" (you spoke for {:.1f} seconds)", milliseconds(*length) / 1000);
}

live::Transcription words(std::string text) {
    live::Transcription words;
    words.text = std::move(text);
    return words;
}

live::ServerMessage message_with(live::ServerContent content) {
    live::ServerMessage message;
    message.body = std::move(content);
    return message;
}

}  // namespace

live::ServerMessage message_of(const CallerSpoke& spoke, const ReplyStyle& style) {
    live::ServerContent content;
    if (style.words_heard) content.input_transcription = words(heard_words(spoke.length));
    return message_with(std::move(content));
}

live::ServerMessage message_of(const Say& say, const ReplyStyle& style) {
    live::Part part;
    part.inline_data = live::Blob{
        .mime_type = fmt::format("audio/pcm;rate={}", utterance_rate.value()),
        .data = as_pcm(say.piece.samples),
    };
    live::ServerContent content;
    content.model_turn.emplace().parts.push_back(std::move(part));
    if (style.words_spoken && !say.piece.words.empty()) {
        content.output_transcription = words(say.piece.words);
    }
    return message_with(std::move(content));
}

live::ServerMessage message_of(const Interrupted&, const ReplyStyle&) {
    live::ServerContent content;
    content.interrupted = true;
    return message_with(std::move(content));
}

live::ServerMessage message_of(const GenerationComplete&, const ReplyStyle&) {
    live::ServerContent content;
    content.generation_complete = true;
    return message_with(std::move(content));
}

live::ServerMessage message_of(const TurnComplete& turn, const ReplyStyle& style) {
    live::ServerContent content;
    content.turn_complete = true;
    auto message = message_with(std::move(content));
    if (!style.usage) return message;
    live::UsageMetadata usage;
    const auto heard = tokens_in(turn.listened);
    const auto seen = turn.pictures * tokens_a_picture;
    const auto spoken = tokens_in(turn.spoken);
    usage.prompt_token_count = heard + seen;
    usage.response_token_count = spoken;
    usage.total_token_count = heard + seen + spoken;
    if (heard > 0) usage.prompt_tokens_details.push_back({"AUDIO", heard});
    if (seen > 0) usage.prompt_tokens_details.push_back({"IMAGE", seen});
    if (spoken > 0) usage.response_tokens_details.push_back({"AUDIO", spoken});
    message.usage_metadata = std::move(usage);
    return message;
}

}  // namespace salon::critic
