#include "live/inbox.h"

#include <charconv>
#include <utility>

namespace salon::live {

namespace {

constexpr SampleRate default_rate{24'000};

// An odd byte at the end is half a sample: nobody can hear it.
std::vector<std::int16_t> samples_in(Bytes bytes) {
    std::vector<std::int16_t> samples;
    samples.reserve(bytes.size() / 2);
    for (std::size_t at = 0; at + 2 <= bytes.size(); at += 2) {
        samples.push_back(static_cast<std::int16_t>(bytes[at] | bytes[at + 1] << 8));
    }
    return samples;
}

}  // namespace

SampleRate spoken_rate(std::string_view mime_type) {
    constexpr std::string_view name = "rate=";
    const auto at = mime_type.find(name);
    if (at == mime_type.npos) return default_rate;
    const auto digits = mime_type.substr(at + name.size());
    int rate = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), rate);
    const bool sensible = parsed.ec == std::errc() && rate >= 8'000 && rate <= 96'000;
    return sensible ? SampleRate(rate) : default_rate;
}

std::vector<LiveEvent> Inbox::take(const ServerMessage& message) {
    std::vector<LiveEvent> events;  // Tools and voice signals were not asked for.
    if (const auto* content = std::get_if<ServerContent>(&message.body)) {
        take_content(*content, events);
    }
    return events;
}

void Inbox::take_content(const ServerContent& content, std::vector<LiveEvent>& events) {
    if (content.interrupted) {
        letters_told_ = 0;
        cut_ = speaking_;  // One that comes late must not silence the next turn.
        events.push_back(LiveInterrupted());
    }
    if (content.model_turn) take_turn(*content.model_turn, events);
    if (content.input_transcription && !content.input_transcription->text.empty()) {
        take_question(content.input_transcription->text, events);
    }
    if (content.output_transcription && !content.output_transcription->text.empty() && !cut_) {
        begin();
        events.push_back(CaptionPiece{Speaker::Model, content.output_transcription->text});
    }
    if (content.generation_complete) {
        generated_ = true;
        events.push_back(GenerationComplete());
    }
    if (content.turn_complete) {
        more_follows_ = content.interaction_status == "IN_PROGRESS";
        speaking_ = cut_ = generated_ = false;
        events.push_back(TurnComplete{more_follows_});
    }
}

// Letters count without spaces: a second hearing may place those otherwise.
void Inbox::take_question(std::string words, std::vector<LiveEvent>& events) {
    std::size_t told = 0;
    while (letters_told_ > 0 && told < words.size()) {
        if (words[told++] != ' ') --letters_told_;
    }
    words.erase(0, told);
    if (!words.empty()) events.push_back(CaptionPiece{Speaker::User, std::move(words)});
}

std::vector<LiveEvent> Inbox::broken() {
    letters_told_ = 0;
    if (!speaking_ || answering()) return {};
    speaking_ = cut_ = generated_ = false;
    return {TurnComplete()};
}

std::vector<LiveEvent> Inbox::give_up() {
    speaking_ = false;
    return {LiveInterrupted(), TurnComplete()};
}

void Inbox::take_turn(const Content& turn, std::vector<LiveEvent>& events) {
    for (const auto& part : turn.parts) {
        if (part.thought || !part.inline_data || cut_) continue;
        const auto& blob = *part.inline_data;
        if (!blob.mime_type.starts_with("audio/") || blob.data.size() < 2) continue;
        begin();
        events.push_back(LiveAudio{{.samples = samples_in(blob.data),
                                    .rate = spoken_rate(blob.mime_type),
                                    .channels = 1}});
    }
}

}  // namespace salon::live
